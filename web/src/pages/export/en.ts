import type zh from './zh-CN.ts'

const en: Readonly<Record<keyof typeof zh, string>> = {
  'list.title': 'My exports',
  'list.empty': 'No export',
  'list.empty-why':
    'Beside "Export" of any list choose to export in the background, however long it is. Download it here when it is done; it is kept for 3 days.',
  'list.kept': 'Only what you started from the post you act from. A file is kept for 3 days once it is done.',
  'column.what': 'What',
  'column.filters': 'Filters',
  'column.state': 'State',
  'column.rows': 'Rows',
  'column.size': 'Size',
  'column.at': 'Started',
  'column.kept': 'Kept until',
  'column.acts': 'Actions',
  'filters.none': 'Everything',
  'state.waiting': 'Waiting',
  'state.running': 'Under way',
  'state.ready': 'Ready',
  'state.failed': 'Not made',
  'state.cancelled': 'Cancelled',
  'rows.of': '{rows} of {expected}',
  'rows.of-about': '{rows} of about {expected}',
  'size.mib': '{size} MiB',
  'size.kib': '{size} KiB',
  'act.download': 'Download',
  'act.cancel': 'Cancel',
  'act.remove': 'Remove',
  'act.download-what': 'Download {name}',
  'act.cancel-what': 'Cancel the export {what}',
  'act.remove-what': 'Remove the export {what}',
}
export default en
