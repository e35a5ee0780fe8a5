import type { Tx } from '../../../platform/db/index.ts'
import { listNamesForNaming } from '../name-store.ts'
import type { LineToIntend } from './line.ts'

/**
 * Names the units of a line. The applicant's own name, numbered when there are several: `web-01`; without one, what it is
 * with the lowest number that nothing of the system has: `server-03`. So a name tells one thing apart from another within
 * its system, and a unit that is placed anew gets its number back.
 */
export async function nameUnits(
  tx: Tx,
  line: LineToIntend,
  { count, firstNumber }: { readonly count: number; readonly firstNumber: number },
): Promise<readonly string[]> {
  const numbers = Array.from({ length: count }, (_, index) => firstNumber + index)
  const { name } = line.parameters
  if (typeof name === 'string' && name.trim() !== '') {
    const base = name.trim().slice(0, 180)
    return line.quantity === 1 ? numbers.map(() => base) : numbers.map((number) => numbered(base, number))
  }
  const base = wordOf(line)
  return freeNames(base, await listNamesForNaming(tx, line.systemId, base), count)
}

/** @returns the first names of this base that are not taken. */
export function freeNames(base: string, taken: readonly string[], count: number): readonly string[] {
  const known = new Set(taken)
  const names: string[] = []
  for (let number = 1; names.length < count; number++) {
    const name = numbered(base, number)
    if (!known.has(name)) names.push(name)
  }
  return names
}

const numbered = (base: string, number: number) => `${base}-${String(number).padStart(2, '0')}`

/** What it is, in a word; what people deliver is called by its plan. */
function wordOf({ fulfilment, dimensions, plan }: LineToIntend): string {
  if (fulfilment.by === 'work-order') return plan.code
  const { kinds } = fulfilment
  if (kinds.includes('server')) return 'server'
  if ((dimensions['public-ip'] ?? 0) > 0) return 'address'
  if ((dimensions['snapshot-gib'] ?? 0) > 0) return 'snapshot'
  if ((dimensions['object-gib'] ?? 0) > 0) return 'bucket'
  if ((dimensions['storage-gib'] ?? 0) > 0) return 'volume'
  return kinds[0] ?? plan.code
}
