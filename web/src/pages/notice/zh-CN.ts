const zh = {
  'list.title': '通知',
  'list.empty': '没有通知',
  'list.empty-why': '与您有关的进展会在这里告知。',
  'list.mark-all': '全部标为已读',
  'column.text': '内容',
  'column.at': '时间',
  'column.state': '状态',
  'state.unread': '未读',
  'state.read': '已读',
  'filter.unread': '只看未读',
} as const
export default zh
