import type zh from './zh-CN.ts'

const en: Readonly<Record<keyof typeof zh, string>> = {
  'list.title': 'Notices',
  'list.empty': 'No notice',
  'list.empty-why': 'What concerns you is told here.',
  'list.mark-all': 'Mark all as read',
  'column.text': 'What',
  'column.at': 'When',
  'column.state': 'State',
  'state.unread': 'Unread',
  'state.read': 'Read',
  'filter.unread': 'Unread only',
}
export default en
