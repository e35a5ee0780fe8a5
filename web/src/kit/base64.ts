/** A file's content as base64 without the `data:` head. */
export function base64Of(file: File): Promise<string> {
  return new Promise((resolve, reject) => {
    const reader = new FileReader()
    reader.onload = () => resolve(String(reader.result).replace(/^[^,]*,/, ''))
    reader.onerror = () => reject(reader.error ?? new Error('unreadable'))
    reader.readAsDataURL(file)
  })
}

const XLSX = 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet'

/** Saves a workbook that came within an answer: what was uploaded, with its errors in a column of their own. */
export function saveWorkbook(file: { readonly fileName: string; readonly contentBase64: string }): void {
  const bytes = Uint8Array.from(atob(file.contentBase64), (char) => char.charCodeAt(0))
  const link = document.createElement('a')
  link.href = URL.createObjectURL(new Blob([bytes], { type: XLSX }))
  link.download = file.fileName
  link.click()
  URL.revokeObjectURL(link.href)
}
