const zh = {
  'home.hello': '{name}，您好',
  'home.todo': '待办',
  'home.todo-all': '全部待办',
  'home.todo-empty': '没有待办',
  'home.todo-empty-why': '轮到您办理时，会出现在这里。',
  'home.started': '我发起的',
  'home.started-all': '全部',
  'home.started-empty': '没有办理中的申请',
  'home.started-empty-why': '您发起的申请办结前会在这里显示进展。',
  'search.title': '查找“{words}”',
  'search.title-empty': '查找',
  'search.label': '名称、编号或用户名',
  'search.nothing': '没有找到',
  'search.nothing-why': '换一个词试试。只会找到您有权查看的内容。',
} as const
export default zh
