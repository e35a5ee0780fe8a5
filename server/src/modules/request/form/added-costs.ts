/** What a change or a renewal adds to what its resources cost already, line by line: the difference is committed, or freed (R274). */

import type { RequestKind, Term } from '@yunheng/contract'
import type { Ctx } from '../../../platform/context.ts'
import type { Tx } from '../../../platform/db/index.ts'
import { dayInChina, daysBetween } from '../../../platform/worktime/index.ts'
import type { BudgetLine } from '../budget-line.ts'
import type { Doors, ResourceFact } from '../doors.ts'
import { listLineParameters, listLines } from '../line-store.ts'
import { stretchOfRenewal } from '../term/last-day.ts'
import { listTerms, type TermRow } from '../term/term-store.ts'

export interface AddedCost extends BudgetLine {
  /** Below nothing where a change makes it cheaper. */
  readonly recurringMinor: number
  readonly fromMonth: string
  readonly term: Term
  readonly resourceId: string
  readonly providerBodyId: string | null
  /** The order that pays for the resource so far: of which request, by which of its lines. */
  readonly order: { readonly requestId: string; readonly number: number } | null
}

export interface Adding {
  readonly kind: RequestKind
  readonly term_months: number | null
  readonly until: string | null
  readonly lines: readonly {
    readonly number: number
    readonly planId: string | null
    readonly resourceId: string | null
    readonly parameters: Readonly<Record<string, unknown>>
  }[]
}

interface Held {
  readonly fact: ResourceFact & { readonly planId: string }
  readonly term: TermRow | undefined
  readonly parameters: Readonly<Record<string, unknown>>
}

export async function addedCosts(
  doors: Doors,
  ctx: Ctx,
  tx: Tx,
  adding: Adding,
): Promise<readonly AddedCost[]> {
  if (adding.kind !== 'change' && adding.kind !== 'renew') return []
  const today = dayInChina(ctx.clock.now())
  const held = await loadHeld(doors, tx, adding)
  const found: AddedCost[] = []
  for (const line of adding.lines) {
    const of = held.get(line.resourceId ?? '')
    const stretch = of && stretchOf(adding, of.term, today)
    if (!of || !stretch) continue
    const { from, until } = stretch
    const term = stretch.months === null ? spanOf(from, until) : { months: stretch.months, days: 0 }
    const { id: resourceId, providerBodyId, requestLineId } = of.fact
    const running = { held: { resourceId, requestLineId, providerBodyId }, from, until }
    const costOf = (planId: string, parameters: Held['parameters']) =>
      doors.catalogue.heldCost(tx, {
        planId,
        parameters,
        term,
        providerBodyId,
        onDay: today,
        ...(adding.kind === 'change' && { running }),
      })
    const before = await costOf(of.fact.planId, of.parameters)
    const after =
      adding.kind === 'renew' || line.planId === null ? before : await costOf(line.planId, line.parameters)
    if (before === null || after === null) continue
    const recurringMinor = adding.kind === 'renew' ? before : after - before
    // A renewal of what costs nothing is one all the same.
    if (recurringMinor === 0 && adding.kind === 'change') continue
    const order = adding.kind === 'change' ? await orderOf(tx, of) : null
    const fromMonth = `${from.slice(0, 7)}-01`
    const cost = { number: line.number, onceMinor: 0, recurringMinor, fromMonth, term }
    found.push({ ...cost, resourceId, providerBodyId, order })
  }
  return found
}

async function loadHeld(doors: Doors, tx: Tx, { lines }: Adding): Promise<ReadonlyMap<string, Held>> {
  const ids = lines.flatMap((line) => line.resourceId ?? [])
  const facts = [...(await doors.supply.findResources(tx, ids)).values()]
  const terms = await listTerms(tx, ids)
  const parameters = await listLineParameters(
    tx,
    facts.flatMap((fact) => fact.sizedByLineId ?? []),
  )
  return new Map(
    facts.flatMap((fact) => {
      const { planId } = fact
      if (planId === null) return []
      const filled = parameters.get(fact.sizedByLineId ?? '') ?? {}
      return [[fact.id, { fact: { ...fact, planId }, term: terms.get(fact.id), parameters: filled }] as const]
    }),
  )
}

/** From when until when it adds something: a renewal after the running term, a change for the rest of it. */
function stretchOf(adding: Adding, term: TermRow | undefined, today: string) {
  const running = term?.until ?? null
  if (adding.kind === 'change')
    return running === null || running < today ? null : { from: today, until: running, months: null }
  const stretch = stretchOfRenewal(adding, running, today)
  return stretch === null || stretch.until < stretch.from
    ? null
    : { ...stretch, months: adding.until === null ? adding.term_months : null }
}

const DAYS_OF_MONTH = 30

function spanOf(from: string, until: string): Term {
  const days = daysBetween(from, until) + 1
  return { months: Math.floor(days / DAYS_OF_MONTH), days: days % DAYS_OF_MONTH }
}

async function orderOf(tx: Tx, { fact, term }: Held): Promise<AddedCost['order']> {
  if (term === undefined || fact.requestLineId === null) return null
  const line = (await listLines(tx, term.request_id)).find(({ id }) => id === fact.requestLineId)
  return line === undefined ? null : { requestId: term.request_id, number: line.number }
}
