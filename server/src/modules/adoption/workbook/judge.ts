/** What is wrong with each row of a filled-in workbook: pure, in both languages, since the file is for people. */
import { PLACE_OF } from './columns.ts'

export interface FilledRow {
  readonly itemId: string
  readonly systemCode: string
  readonly bodyName: string
}

export function toFilled(row: readonly string[]): FilledRow {
  const at = (key: string) => row[PLACE_OF[key] ?? -1] ?? ''
  return { itemId: at('id').toLowerCase(), systemCode: at('system'), bodyName: at('body') }
}

export interface Named {
  /** Whether a thing can be assigned; those that are missing are not there (any more). */
  readonly items: ReadonlyMap<string, { readonly isFree: boolean; readonly listNo: string | null }>
  /** By code in lower case. */
  readonly systems: ReadonlyMap<
    string,
    {
      readonly id: string
      readonly bodyId: string
      readonly bodyName: string
      readonly bodyShortName: string
      readonly isRetired: boolean
    }
  >
}

/** One text a row; null where nothing is wrong or nothing was filled in. */
export function judge(rows: readonly FilledRow[], named: Named): readonly (string | null)[] {
  const seen = new Set<string>()
  return rows.map((row) => {
    if (row.systemCode === '')
      return row.bodyName === '' ? null : '填写了单位但没有系统编码 / a body without a system code'
    const isTwice = seen.has(row.itemId)
    seen.add(row.itemId)
    return isTwice ? '同一资源出现两次 / the same thing twice' : wrongWith(row, named)
  })
}

function wrongWith({ itemId, systemCode, bodyName }: FilledRow, { items, systems }: Named): string | null {
  const item = items.get(itemId)
  if (item === undefined)
    return '编号不是该云平台上未纳管的资源（可能已消失或已纳管） / not an unmanaged thing of this cloud (gone or managed meanwhile)'
  if (!item.isFree) return `已在清单 ${item.listNo} 中 / stands on list ${item.listNo} already`
  const system = systems.get(systemCode.toLowerCase())
  if (system === undefined)
    return `没有编码为“${systemCode}”的信息系统 / no system has the code “${systemCode}”`
  if (system.isRetired) return '信息系统已退役 / the system is retired'
  if (bodyName !== '' && bodyName !== system.bodyName && bodyName !== system.bodyShortName)
    return `该系统属于“${system.bodyName}” / the system is of “${system.bodyName}”`
  return null
}
