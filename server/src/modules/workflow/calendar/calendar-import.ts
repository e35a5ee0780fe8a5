/** Reading a year's arrangement from text, one day a line: `2027-01-01,holiday,元旦`. Pure. */
import { type CalendarDay, parseDay } from '../../../platform/worktime/index.ts'

interface LineError {
  readonly line: number
  readonly zh: string
  readonly en: string
}

interface ReadDays {
  readonly days: readonly CalendarDay[]
  readonly errors: readonly LineError[]
}

const KINDS: Readonly<Record<string, CalendarDay['kind']>> = {
  holiday: 'holiday',
  workday: 'workday',
  放假: 'holiday',
  休: 'holiday',
  上班: 'workday',
  班: 'workday',
}

export function readDays(text: string, year: number): ReadDays {
  const days: CalendarDay[] = []
  const errors: LineError[] = []
  const seen = new Set<string>()
  for (const [index, raw] of text.split(/\r?\n/).entries()) {
    const line = raw.replace(/^\uFEFF/, '').trim()
    if (line === '' || line.startsWith('#')) continue
    const [day = '', kindText = '', name = ''] = line.split(/[,，\t]/).map((each) => each.trim())
    const kind = Object.hasOwn(KINDS, kindText) ? KINDS[kindText] : undefined
    const fault = faultOf(day, kind, name, year, seen)
    if (fault) errors.push({ line: index + 1, ...fault })
    else if (kind) days.push({ day, kind, name })
    seen.add(day)
  }
  return { days, errors }
}

function faultOf(
  day: string,
  kind: CalendarDay['kind'] | undefined,
  name: string,
  year: number,
  seen: ReadonlySet<string>,
): { zh: string; en: string } | null {
  if (parseDay(day) === null)
    return { zh: `“${day}”不是有效日期（应为 2027-01-01）`, en: `"${day}" is no date (2027-01-01)` }
  if (!day.startsWith(`${year}-`)) return { zh: `“${day}”不在 ${year} 年`, en: `"${day}" is not in ${year}` }
  if (!kind)
    return {
      zh: '第二列应为 holiday（放假）或 workday（上班）',
      en: 'the second column must be holiday or workday',
    }
  if (name === '' || name.length > 200)
    return { zh: '第三列应为节日名称', en: 'the third column must name the holiday' }
  if (seen.has(day)) return { zh: `“${day}”重复`, en: `"${day}" is listed twice` }
  return null
}

interface DayChange {
  readonly added: number
  readonly changed: number
  readonly removed: number
  readonly same: number
}

export function compareDays(before: readonly CalendarDay[], after: readonly CalendarDay[]): DayChange {
  const old = new Map(before.map((each) => [each.day, each]))
  const isSame = (one: CalendarDay) => {
    const other = old.get(one.day)
    return other?.kind === one.kind && other.name === one.name
  }
  const known = after.filter((each) => old.has(each.day))
  const same = known.filter(isSame).length
  return {
    added: after.length - known.length,
    changed: known.length - same,
    removed: before.length - known.length,
    same,
  }
}
