/** What was billed stands: no price is set from a day of a month that is closed. */
import { elevated, type Tx } from '../../../platform/db/index.ts'
import { assert, refuse } from '../../../platform/errors.ts'
import { dayInChina, instantOf, parseDay } from '../../../platform/worktime/index.ts'
import { listBodyNames } from '../../organisation/index.ts'
import type { ClosedUntil } from '../ports.ts'

export async function nameOf(tx: Tx, bodyId: string): Promise<string> {
  const [body] = await elevated(tx, () => listBodyNames(tx, [bodyId]))
  return body?.name ?? ''
}

/** @throws `adoption.month_closed`. */
export async function refuseClosed(
  tx: Tx,
  closedUntil: ClosedUntil,
  { bodyIds, pricedFrom }: { readonly bodyIds: readonly string[]; readonly pricedFrom: string },
): Promise<void> {
  // Asked beyond the sight of whoever assigns: bills are the body's.
  const closed = await elevated(tx, () => closedUntil(tx, bodyIds))
  const since = sinceDay(pricedFrom)
  for (const bodyId of bodyIds) {
    const until = closed.get(bodyId)
    if (until === undefined || since >= until) continue
    refuse('adoption.month_closed', { details: { body: await nameOf(tx, bodyId), until: dayInChina(until) } })
  }
}

/** Asked beyond the sight of whoever assigns: bills are the body's. */
export async function closedOf(tx: Tx, closedUntil: ClosedUntil, bodyId: string): Promise<Date | undefined> {
  return (await elevated(tx, () => closedUntil(tx, [bodyId]))).get(bodyId)
}

export function sinceDay(day: string): Date {
  const number = parseDay(day)
  assert(number !== null, 'a list is priced from a real day')
  return instantOf(number, 0)
}
