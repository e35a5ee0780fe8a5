/** The book of the year: what each month came to, how long each step took, and whatever differs from what must be. */

/** In the order of the columns. */
const FIGURES = [
  'resources',
  'usage',
  'charges',
  'bills',
  'billed',
  'adjusted',
  'disputes',
  'unconfirmed',
  'settled',
  'credited',
  'planted',
  'found',
  'invented',
  'saved',
  'usage-MiB',
  'database-MiB',
] as const
export type Figure = (typeof FIGURES)[number]

const STEPS = [
  'events',
  'meter',
  'bill',
  'send',
  'oracle',
  'answer',
  'statement',
  'decide',
  'saving',
  'other',
] as const
export type Step = (typeof STEPS)[number]

export interface Book {
  readonly notes: Notes
  note(month: string, figure: Figure, value: bigint | number): void
  figure(month: string, figure: Figure): bigint
  /** Of planted errors and what came out, by their kind. */
  count(kind: string, what: 'planted' | 'found' | 'invented', delta?: bigint): void
  /** Of all kinds together, or of one. */
  countOf(what: 'planted' | 'found' | 'invented', kind?: string): number
  /** Says what differs; the year goes on, and is short at its end. */
  differs(what: string): void
  readonly differences: readonly string[]
  time<T>(month: string, step: Step, run: () => Promise<T>): Promise<T>
  /** Seconds of each step of the month, in one line. */
  shownTimes(month: string): string
  say(line: string): void
  print(): void
}

interface Kind {
  planted: number
  found: number
  invented: number
  delta: bigint
}

export const yuan = (fen: bigint): string => {
  const whole = fen < 0n ? -fen : fen
  return `${fen < 0n ? '-' : ''}${whole / 100n}.${(whole % 100n).toString().padStart(2, '0')}`
}

/** All that stands in a book: data alone. */
export interface Notes {
  readonly figures: Map<string, Map<Figure, bigint>>
  readonly times: Map<string, Map<Step, number>>
  readonly kinds: Map<string, Kind>
  readonly differences: string[]
  readonly lines: string[]
}

const noNotes = (): Notes => ({
  ...{ figures: new Map(), times: new Map(), kinds: new Map() },
  ...{ differences: [], lines: [] },
})

export function createBook(print: (line: string) => void, notes = noNotes()): Book {
  const { figures, times, kinds, differences, lines } = notes
  const ofMonth = <K, V>(all: Map<string, Map<K, V>>, month: string) => {
    const known = all.get(month) ?? new Map<K, V>()
    all.set(month, known)
    return known
  }
  return {
    notes,
    note(month, figure, value) {
      const own = ofMonth(figures, month)
      own.set(figure, (own.get(figure) ?? 0n) + BigInt(value))
    },
    figure: (month, figure) => figures.get(month)?.get(figure) ?? 0n,
    count(kind, what, delta = 0n) {
      const one = kinds.get(kind) ?? { planted: 0, found: 0, invented: 0, delta: 0n }
      one[what] += 1
      one.delta += delta
      kinds.set(kind, one)
    },
    countOf: (what, kind) =>
      [...kinds].reduce((sum, [name, one]) => sum + (kind === undefined || kind === name ? one[what] : 0), 0),
    differs(what) {
      differences.push(what)
    },
    differences,
    async time(month, step, run) {
      const began = performance.now()
      try {
        return await run()
      } finally {
        const own = ofMonth(times, month)
        own.set(step, (own.get(step) ?? 0) + (performance.now() - began) / 1000)
      }
    },
    shownTimes: (month) =>
      [...ofMonth(times, month)].map(([step, spent]) => `${step} ${spent.toFixed(1)}`).join(', '),
    say: (line) => lines.push(line),
    print() {
      table(print, ['month', ...FIGURES], figureRows(figures))
      table(print, ['seconds', ...STEPS], timeRows(times))
      table(print, ['planted error', 'planted', 'found', 'invented', 'yuan'], kindRows(kinds))
      for (const line of lines) print(line)
      for (const what of differences) print(`DIFFERS  ${what}`)
    },
  }
}

const MONEY: ReadonlySet<Figure> = new Set(['billed', 'adjusted', 'settled', 'credited', 'saved'])

function figureRows(figures: ReadonlyMap<string, ReadonlyMap<Figure, bigint>>): readonly string[][] {
  const shown = (figure: Figure, value: bigint) => (MONEY.has(figure) ? yuan(value) : value.toString())
  return [...figures].map(([month, own]) => [month, ...FIGURES.map((one) => shown(one, own.get(one) ?? 0n))])
}

function timeRows(times: ReadonlyMap<string, ReadonlyMap<Step, number>>): readonly string[][] {
  return [...times].map(([month, own]) => [month, ...STEPS.map((one) => (own.get(one) ?? 0).toFixed(1))])
}

function kindRows(kinds: ReadonlyMap<string, Kind>): readonly string[][] {
  return [...kinds].map(([kind, { planted, found, invented, delta }]) => [
    kind,
    ...[planted, found, invented].map(String),
    yuan(delta),
  ])
}

function table(print: (line: string) => void, head: readonly string[], rows: readonly (readonly string[])[]) {
  const widths = head.map((title, at) => Math.max(title.length, ...rows.map((row) => row[at]?.length ?? 0)))
  const line = (cells: readonly string[]) =>
    cells
      .map((cell, at) => (at === 0 ? cell.padEnd(widths[at] ?? 0) : cell.padStart(widths[at] ?? 0)))
      .join('  ')
  print(line(head))
  for (const row of rows) print(line(row))
  print('')
}
