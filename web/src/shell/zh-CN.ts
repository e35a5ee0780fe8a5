import type { PageName } from '../paths.ts'
import type { GroupName } from './menu.tsx'

const pages: Readonly<Record<`page.${PageName}`, string>> = {
  'page.home': '首页',
  'page.signIn': '登录',
  'page.choosePost': '选择岗位',
  'page.changePassword': '修改口令',
  'page.enrolTotp': '绑定动态口令',
  'page.me': '我的账号',
  'page.denied': '无权访问',
  'page.search': '查找',
  'page.todo': '待办',
  'page.task': '办理',
}

const groups: Readonly<Record<`menu.${GroupName}`, string>> = {
  'menu.work': '工作',
  'menu.supply': '供给',
  'menu.ledger': '台账',
  'menu.rules': '规则',
  'menu.administration': '管理',
}

const zh = {
  ...pages,
  ...groups,
  product: '云衡',
  'product.line': '政务云监管平台',
  skip: '跳到正文',
  'menu.label': '主菜单',
  'menu.open': '打开菜单',
  'menu.collapse': '收起菜单',
  'menu.expand': '展开菜单',
  crumbs: '所在位置',
  'find.button': '查找',
  'find.hint': '查找页面、编号或名称',
  'find.name': '名称',
  'find.kind': '类别',
  'find.detail': '说明',
  'find.todo': '待办',
  'todo.count': '待办 {count} 项',
  'todo.overdue': '待办 {count} 项，其中 {overdue} 项已超期',
  language: '语言',
  'language.switch': 'English',
  'theme.to-dark': '切换为深色',
  'theme.to-light': '切换为浅色',
  'account.menu': '账号：{name}',
  'account.sign-out': '退出登录',
  'post.switch': '当前岗位：{post}，{body}。切换岗位',
  'post.none': '未选择岗位',
  'not-found.title': '没有这个页面',
  'not-found.why': '地址可能输错了，或页面已移走。',
  'not-found.home': '回到首页',
} as const
export default zh
