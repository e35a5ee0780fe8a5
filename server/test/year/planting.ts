/** What a provider bills: what it is owed, with errors planted by the seed; and what each of them must come out as. */
import type { DifferenceKind } from '@yunheng/contract'
import { dimensionOfMeter } from '../../src/modules/metering/index.ts'
import { beginOf } from './civil.ts'
import { CORRECTION_ERRORS, forgeCorrections } from './corrections.ts'
import { endedAt, type Life } from './life.ts'
import type { Line, Planted } from './statement-line.ts'
import { rowsOf, type Story } from './story.ts'

export interface Forged {
  readonly lines: readonly Line[]
  readonly planted: readonly Planted[]
  /** 分 that are owed, and what of it corrects earlier months. */
  readonly owed: bigint
  readonly corrected: bigint
}

interface OwedLine extends Line {
  readonly resourceId: string
  readonly held: bigint
  readonly stopped: bigint
  readonly isAlive: boolean
}

/** Line by line what the platform charges for what stands with the provider: its bills were held against the oracle before. */
async function owedLines(story: Story, provider: number, month: string): Promise<readonly OwedLine[]> {
  const rows = await rowsOf<{
    readonly resource_id: string
    readonly external_id: string
    readonly meter: number
    readonly held: string
    readonly stopped: string
    readonly amount: string
    readonly is_alive: boolean
  }>(
    story,
    `select s.resource_id, r.external_id, c.meter, sum(c.serving + c.stopped + c.unseen)::text as held,
       sum(c.stopped)::text as stopped, sum(c.amount)::text as amount, r.presence = 'present' as is_alive
     from bill b join charge c on c.bill_id = b.id join usage_subject s on s.id = c.subject_id
       join resource r on r.id = s.resource_id
     where b.month = $1::date and c.category = 'usage' and s.provider_body_id = $2
     group by s.resource_id, r.external_id, c.meter, r.presence order by s.resource_id, c.meter`,
    [`${month}-01`, story.province.providers[provider]?.id],
  )
  return rows.map((row) => ({
    resourceId: row.resource_id,
    externalId: row.external_id,
    dimension: dimensionOfMeter(row.meter),
    held: BigInt(row.held),
    stopped: BigInt(row.stopped),
    fen: BigInt(row.amount),
    isAlive: row.is_alive,
  }))
}

/** Worth an error: below it a difference is within rounding. */
const WORTH_FEN = 1000n

type Error = (line: OwedLine) => { readonly lines: readonly Line[]; readonly delta: bigint }
const times = (line: OwedLine, by: bigint, of: bigint, isHeldToo: boolean): Line => ({
  ...line,
  held: isHeldToo ? (line.held * by) / of : line.held,
  fen: (line.fen * by) / of,
})
const changed = (line: OwedLine, to: Line) => ({ lines: [to], delta: to.fen - line.fen })

/** A line, and what the provider makes of it. */
const ERRORS: readonly (readonly [
  error: string,
  kind: DifferenceKind,
  make: Error,
  fits?: (line: OwedLine) => boolean,
])[] = [
  ['wrong unit price', 'price-differs', (line) => changed(line, times(line, 108n, 100n, false))],
  ['price of another list', 'price-differs', (line) => changed(line, times(line, 91n, 100n, false))],
  ['wrong quantity', 'quantity-over', (line) => changed(line, times(line, 5n, 4n, true))],
  ['larger size', 'quantity-over', (line) => changed(line, times(line, 2n, 1n, true))],
  ['too little', 'quantity-under', (line) => changed(line, times(line, 1n, 2n, true))],
  ['line twice', 'duplicate', (line) => ({ lines: [line, line], delta: line.fen })],
  ['line missing', 'not-billed', (line) => ({ lines: [], delta: -line.fen })],
  [
    'powered off, billed in full',
    'price-differs',
    (line) => changed(line, times(line, line.held, line.held - line.stopped / 2n, false)),
    (line) => line.stopped * 20n > line.held && line.dimension === 'vcpu',
  ],
  ['a fen of rounding', 'rounding', (line) => changed(line, { ...line, fen: line.fen + 1n })],
]

const UNKNOWN = 'unknown resource'
const RELEASED = 'billed after its release'
/** Nothing of which may be missing in a year. */
export const PLANTED_ERRORS: readonly string[] = [
  ...ERRORS.map(([error]) => error),
  UNKNOWN,
  RELEASED,
  ...CORRECTION_ERRORS,
]

/** Each error on a resource of its own, so that none hides another. */
export async function forge(story: Story, provider: number, month: string): Promise<Forged> {
  const owed = await owedLines(story, provider, month)
  const { dice } = story
  const candidates = owed.filter(({ fen, isAlive }) => isAlive && fen >= WORTH_FEN)
  const taken = new Set<string>()
  const replaced = new Map<OwedLine, readonly Line[]>()
  const planted: Planted[] = []
  for (const [error, kind, make, fits = () => true] of ERRORS) {
    const free = candidates.filter((line) => !taken.has(line.resourceId) && fits(line))
    if (free.length === 0) continue
    const line = dice.pick(free)
    taken.add(line.resourceId)
    const { lines, delta } = make(line)
    replaced.set(line, lines)
    const { resourceId, externalId: ref } = line
    // Of which nothing at all is billed, that is missing as a whole.
    const isWhole = lines.length === 0 && owed.filter((one) => one.resourceId === resourceId).length === 1
    planted.push({ error, kind, resourceId, ref, dimension: isWhole ? null : line.dimension, delta })
  }
  const lines: Line[] = owed.flatMap((line) => replaced.get(line) ?? [line])
  for (const extra of [foreign(provider, month), await released(story, provider, month)]) {
    if (extra === null) continue
    lines.splice(Math.floor(dice.random() * lines.length), 0, extra.line)
    planted.push(extra.planted)
  }
  const number = story.months.indexOf(month)
  const before = story.months[number - 1] ?? null
  const corrections = await forgeCorrections(story, { provider, month, before }, candidates)
  return {
    lines: [...lines, ...corrections.lines],
    planted: [...planted, ...corrections.planted],
    owed: owed.reduce((sum, { fen }) => sum + fen, 0n) + corrections.owed,
    corrected: corrections.owed,
  }
}

/** Something that nobody knows. */
function foreign(provider: number, month: string) {
  const externalId = `vm-${provider + 1}-${month}`
  const line = { resourceId: null, externalId, dimension: 'vcpu', held: 4_000n * 2_592_000n, fen: 18_400n }
  const planted: Planted = {
    error: UNKNOWN,
    kind: 'unknown-resource',
    resourceId: null,
    ref: externalId,
    dimension: null,
    delta: line.fen,
  }
  return { line, planted }
}

/** Something that was given back in an earlier month. */
async function released(story: Story, provider: number, month: string) {
  const begin = beginOf(month)
  const gone = story.lives.filter((life) => {
    const at = endedAt(life)
    return life.provider === provider && life.kind === 'server' && at !== null && at <= begin
  })
  if (gone.length === 0) return null
  const life: Life = story.dice.pick(gone)
  const { id: resourceId, externalId } = life
  const line = { resourceId, externalId, dimension: 'vcpu', held: 2_000n * 2_592_000n, fen: 9_200n }
  const planted: Planted = {
    error: RELEASED,
    kind: 'after-release',
    resourceId,
    ref: externalId,
    dimension: 'vcpu',
    delta: line.fen,
  }
  return { line, planted }
}
