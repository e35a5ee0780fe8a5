/** Kinds of files that people put beside what they ask or answer. */
const MEDIA_TYPES: Readonly<Record<string, string>> = {
  pdf: 'application/pdf',
  // GB/T 33190: as electronic invoices and official documents come.
  ofd: 'application/ofd',
  png: 'image/png',
  jpg: 'image/jpeg',
  jpeg: 'image/jpeg',
  txt: 'text/plain',
  csv: 'text/csv',
  xlsx: 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet',
  docx: 'application/vnd.openxmlformats-officedocument.wordprocessingml.document',
}

export const PAPER_TYPES: readonly string[] = Object.values(MEDIA_TYPES)

/** By the name's end; the content is then checked against it. Empty for any other kind. */
export const mediaTypeOf = (fileName: string): string =>
  MEDIA_TYPES[/\.([^.]+)$/.exec(fileName)?.[1]?.toLowerCase() ?? ''] ?? ''
