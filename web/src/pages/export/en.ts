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
  'filters.count': '{count} set',
  'state.waiting': 'Waiting',
  'state.running': 'Under way',
  'state.ready': 'Ready',
  'state.failed': 'Not made',
  'state.cancelled': 'Cancelled',
  progress: 'How far the export is',
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
  'check.title': 'Check a file',
  'check.what':
    'Files of bills, statements, settlements, spending and budgets are noted with SHA-256 and SM3 once they are downloaded whole. See here whether a file is the platform’s, and unchanged.',
  'check.file': 'Check one file',
  'check.drop': 'Choose a file, or drop it here',
  'check.drop-help': 'Its digest is worked out in the browser; only that is sent, never the file.',
  'check.digest': 'Or paste its digest',
  'check.digest-help':
    'SHA-256 or SM3, 64 hexadecimal digits. Tools of the system tell it as well: certutil -hashfile FILE SHA256, or sha256sum FILE.',
  'check.do': 'Check',
  'check.too-long':
    'The browser cannot work out the digest of this file: it is longer than 1 GiB, or cannot be read. Let a tool of the system tell its SHA-256, and paste that above.',
  'check.no-digest':
    'There is no digest in it: one SHA-256 or SM3 of 64 hexadecimal digits is asked for. Look at what was pasted.',
  'check.known': 'Issued by the platform, and unchanged',
  'check.known-times': 'It was issued {count} times within your sight (the latest 20 at most):',
  'check.known-only':
    'The platform issued a file with exactly this content. What it is, when it went out and to whom is not within your sight.',
  'check.unknown': 'The platform has issued no such file',
  'check.unknown-why':
    'It may have been changed (saving it from a spreadsheet program changes it), cut off while it was downloaded, or not come from the platform. Ask for the original, or export it anew and compare.',
  'issued.title': 'Issued files',
  'issued.empty': 'Nothing was issued yet',
  'issued.empty-why':
    'Files of bills, statements, settlements, spending and budgets stand here once they are downloaded whole.',
  'issued.file': 'File',
  'issued.at': 'Issued at',
  'issued.to': 'Issued to',
  'issued.size': 'Bytes',
}
export default en
