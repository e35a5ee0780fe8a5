/** How a bill falls on the lines of the budget, and on what was committed for it. Pure, exact in 分 (R274). */

export interface RequestRef {
  readonly id: string
  readonly no: string
}

/** What a bill charges for one order, or for what nobody ordered. */
export interface Charged {
  readonly systemId: string
  readonly request: RequestRef | null
  /** Below nothing where more is given back than charged. */
  readonly amountMinor: bigint
  /** Whose commitments pay for it, in their order ({@link sourceOfLine}, {@link sourceOfRenewals}). */
  readonly sources: readonly string[]
}

export const sourceOfLine = (requestId: string, number: number): string => `${requestId} ${number}`
export const sourceOfRenewals = (resourceId: string): string => resourceId

/** What is committed by one source, on one line of the budget, for one month. */
export interface Opening {
  readonly source: string
  /** Null for a term that renewed by itself. */
  readonly request: RequestRef | null
  readonly budgetId: string | null
  readonly month: string
  /** Still held. */
  readonly heldMinor: bigint
  /** What this bill has used of it already. */
  readonly usedMinor: bigint
}

/** So much, for one system and one request; on a line, or on none. */
export interface Part {
  readonly systemId: string
  readonly request: RequestRef | null
  readonly budgetId: string | null
  readonly amountMinor: bigint
}

/** What no commitment on a line pays for, and the line that carries the order otherwise. */
export type Unpaid = Omit<Part, 'budgetId'> & { readonly carrierId: string | null }

export interface Allotment<O extends Opening> {
  /** What the bill uses of each, in all; what it uses nothing of is not in it. */
  readonly used: ReadonlyMap<O, bigint>
  readonly paid: readonly Part[]
  readonly unpaid: readonly Unpaid[]
}

const min = (a: bigint, b: bigint) => (a < b ? a : b)

/**
 * The month of the bill first, then what earlier months have left, the latest first; never what is set aside for later ones. Asked
 * again it gives the same, since what this bill has used counts as there.
 */
export function allot<O extends Opening>(
  charged: readonly Charged[],
  openings: readonly O[],
  month: string,
): Allotment<O> {
  const bySource = Map.groupBy(openings, ({ source }) => source)
  const byRequest = Map.groupBy(openings, ({ request }) => request?.id ?? null)
  const used = new Map<O, bigint>()
  const paid: Part[] = []
  const unpaid: Unpaid[] = []
  for (const { systemId, request, amountMinor, sources } of charged) {
    const own = sources.flatMap((source) => bySource.get(source) ?? [])
    let left = amountMinor
    let onNone = 0n
    for (const opening of usable(own, month)) {
      const before = used.get(opening) ?? 0n
      const taken = min(left, opening.heldMinor + opening.usedMinor - before)
      if (taken <= 0n) continue
      used.set(opening, before + taken)
      left -= taken
      const { budgetId } = opening
      if (budgetId === null) onNone += taken
      else paid.push({ systemId, request: opening.request ?? request, budgetId, amountMinor: taken })
    }
    const carrierId = carrierOf(own) ?? carrierOf(request === null ? [] : (byRequest.get(request.id) ?? []))
    if (left + onNone !== 0n) unpaid.push({ systemId, request, amountMinor: left + onNone, carrierId })
  }
  return { used, paid, unpaid: together(unpaid) }
}

const carrierOf = (openings: readonly Opening[]): string | null =>
  openings.find(({ budgetId }) => budgetId !== null)?.budgetId ?? null

/** One line pays for all of a request in a system, so that it is the same whenever it is asked. */
function together(unpaid: readonly Unpaid[]): readonly Unpaid[] {
  const found = new Map<string, Unpaid>()
  for (const part of unpaid) {
    const key = keyOf({ ...part, budgetId: null })
    const before = found.get(key)
    const amountMinor = (before?.amountMinor ?? 0n) + part.amountMinor
    found.set(key, { ...part, amountMinor, carrierId: before?.carrierId ?? part.carrierId })
  }
  return [...found.values()].filter(({ amountMinor }) => amountMinor !== 0n)
}

/** A stable order: what stands beside each other stays in the order of the sources. */
const usable = <O extends Opening>(own: readonly O[], month: string): readonly O[] =>
  own
    .filter((opening) => opening.month <= month)
    .toSorted((a, b) => (a.month === b.month ? 0 : a.month < b.month ? 1 : -1))

const keyOf = ({ systemId, request, budgetId }: Omit<Part, 'amountMinor'>) =>
  `${systemId} ${request?.id ?? ''} ${budgetId ?? ''}`

/** What has to be written so that the entries of the bill are these: nothing where they are already. */
export function differences(wanted: readonly Part[], before: readonly Part[]): readonly Part[] {
  const sums = new Map<string, Part>()
  const add = (part: Part, amountMinor: bigint) => {
    const key = keyOf(part)
    sums.set(key, { ...part, amountMinor: (sums.get(key)?.amountMinor ?? 0n) + amountMinor })
  }
  for (const part of wanted) add(part, part.amountMinor)
  for (const part of before) add(part, -part.amountMinor)
  return [...sums.values()].filter(({ amountMinor }) => amountMinor !== 0n)
}

/** What the bill uses of each beyond what it did before: less where a dispute gave part of it back. */
export function usedAnew<O extends Opening>(
  { used }: Pick<Allotment<O>, 'used'>,
  openings: readonly O[],
): readonly { readonly opening: O; readonly amountMinor: bigint }[] {
  return openings.flatMap((opening) => {
    const amountMinor = (used.get(opening) ?? 0n) - opening.usedMinor
    return amountMinor === 0n ? [] : [{ opening, amountMinor }]
  })
}

/** A closed bill ends its month: what its own orders had set aside for that month beyond it is free. */
export function leftOver<O extends Opening>(
  { used }: Pick<Allotment<O>, 'used'>,
  charged: readonly Charged[],
  openings: readonly O[],
  month: string,
): readonly { readonly opening: O; readonly amountMinor: bigint }[] {
  const billed = new Set(charged.flatMap(({ sources }) => sources))
  return openings.flatMap((opening) => {
    if (opening.month !== month || !billed.has(opening.source)) return []
    const amountMinor = opening.heldMinor + opening.usedMinor - (used.get(opening) ?? 0n)
    return amountMinor > 0n ? [{ opening, amountMinor }] : []
  })
}

/** The line that this bill has charged already for the same, so that what is given back goes where it came from. */
export function chargedBefore(before: readonly Part[], { systemId, request }: Unpaid): string | null {
  const same = before.filter(
    (part) => part.systemId === systemId && part.request?.id === request?.id && part.budgetId !== null,
  )
  return same.toSorted((a, b) => (a.amountMinor < b.amountMinor ? 1 : -1))[0]?.budgetId ?? null
}
