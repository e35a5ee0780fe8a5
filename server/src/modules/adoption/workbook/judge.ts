/** What is wrong with each row of a filled-in workbook: pure, in both languages, since the file is for people. */
import { isAbout, isPriceable, type OfferedPlan } from '../plan/propose-plan.ts'
import { PLACE_OF } from './columns.ts'

export interface FilledRow {
  readonly itemId: string
  readonly systemCode: string
  readonly bodyName: string
  /** `cloud-host/c2m4`; empty: as proposed. */
  readonly plan: string
}

const NONE: ReadonlySet<string> = new Set(['无', 'none', '-'])
/** Priced by none, as somebody wrote. */
export const isNone = (plan: string): boolean => NONE.has(plan.toLowerCase())

export function toFilled(row: readonly string[]): FilledRow {
  const at = (key: string) => row[PLACE_OF[key] ?? -1] ?? ''
  return { itemId: at('id').toLowerCase(), systemCode: at('system'), bodyName: at('body'), plan: at('plan') }
}

export interface Named {
  /** Whether a thing can be assigned; those that are missing are not there (any more). */
  readonly items: ReadonlyMap<
    string,
    { readonly isFree: boolean; readonly listNo: string | null; readonly kind: string }
  >
  /** By `offering/plan` in lower case. */
  readonly plans: ReadonlyMap<string, OfferedPlan>
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

function wrongWith(row: FilledRow, { items, systems, plans }: Named): string | null {
  const { itemId, systemCode, bodyName } = row
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
  return wrongPlan(row.plan, item.kind, plans)
}

function wrongPlan(code: string, kind: string, plans: Named['plans']): string | null {
  if (code === '' || isNone(code)) return null
  const plan = plans.get(code.toLowerCase())
  if (plan === undefined) return `服务目录中没有规格“${code}” / the catalogue has no plan “${code}”`
  if (!isPriceable(kind) || !isAbout(plan, kind))
    return `规格“${code}”不适用于此类资源 / the plan “${code}” is not for things of this kind`
  return null
}
