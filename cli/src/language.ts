import type { Text } from '@yunheng/contract'

export type Language = 'zh' | 'en'

/** `--lang`, else YUNHENG_LANG, else the terminal's locale; Chinese when none says English. */
export function chooseLanguage(wanted: string | undefined, env: NodeJS.ProcessEnv): Language {
  const hint = wanted ?? env.YUNHENG_LANG ?? env.LC_ALL ?? env.LC_MESSAGES ?? env.LANG ?? ''
  return /^en\b|^en_/i.test(hint) ? 'en' : 'zh'
}

/** The CLI's own sentences; everything else is said by the contract. */
export const words = {
  usage: { zh: '用法', en: 'Usage' },
  commands: { zh: '命令', en: 'Commands' },
  flags: { zh: '选项', en: 'Flags' },
  required: { zh: '必填', en: 'required' },
  values: { zh: '可选值', en: 'one of' },
  unknownCommand: {
    zh: '没有这个命令。用 yunheng help 查看全部命令。',
    en: 'There is no such command. See yunheng help.',
  },
  unknownFlag: { zh: '不认识的选项', en: 'Unknown flag' },
  missingFlag: { zh: '缺少选项', en: 'Missing flag' },
  flagNeedsValue: { zh: '选项需要一个值', en: 'This flag needs a value' },
  badJson: { zh: '不是有效的 JSON', en: 'Not valid JSON' },
  notSignedIn: {
    zh: '尚未登录。请运行 yunheng login，或设置 YUNHENG_URL 与 YUNHENG_TOKEN。',
    en: 'Not signed in. Run yunheng login, or set YUNHENG_URL and YUNHENG_TOKEN.',
  },
  unreachable: { zh: '无法连接', en: 'Cannot reach' },
  signedIn: { zh: '已登录。令牌保存在', en: 'Signed in. The token is kept in' },
  signedOut: { zh: '已退出，令牌已吊销。', en: 'Signed out; the token has ended.' },
  noPost: { zh: '该账号没有有效岗位。', en: 'This account has no post in force.' },
  password: { zh: '密码', en: 'Password' },
  code: { zh: '动态验证码', en: 'One-time code' },
  username: { zh: '账号', en: 'Account' },
  empty: { zh: '（没有记录）', en: '(nothing)' },
  done: { zh: '完成', en: 'Done' },
  more: { zh: '还有更多，下一页：--page-token', en: 'There is more; the next page: --page-token' },
  requestId: { zh: '请求编号', en: 'request id' },
  bodyHelp: {
    zh: '整个请求体（JSON，或 @文件；- 为标准输入），代替单独的选项',
    en: 'The whole body as JSON (or @file; - for standard input) instead of single flags',
  },
  outputHelp: { zh: '写入文件而不是标准输出', en: 'Write to this file instead of standard output' },
  jsonHelp: { zh: '以 JSON 输出', en: 'Print JSON' },
  loginHelp: { zh: '登录并保存访问令牌', en: 'Sign in and keep an API token' },
  logoutHelp: { zh: '退出并吊销令牌', en: 'Sign out and end the token' },
} as const satisfies Record<string, Text>
