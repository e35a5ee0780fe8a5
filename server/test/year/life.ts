/** What the story itself remembers of each resource: the oracle works from this alone, and asks the platform nothing. */
import type { Dimension } from './price-lists.ts'

export const KINDS = ['server', 'volume', 'floating-ip'] as const
export type Kind = (typeof KINDS)[number]

/** In which dimensions a kind counts, in the order of its amounts. */
export const COUNTED: Readonly<Record<Kind, readonly Dimension[]>> = {
  server: ['vcpu', 'memory-gib', 'root-disk-gib'],
  volume: ['storage-gib'],
  'floating-ip': ['public-ip'],
}

export type Condition = 'serving' | 'stopped' | 'unseen' | 'over'

/** What it was from an instant on. */
export interface Stretch {
  /** Seconds since 1970. */
  readonly at: number
  /** Number of the first month on whose bill it can show: what becomes known after a bill was sent shows on the next one. */
  readonly known: number
  readonly condition: Condition
  /** Number of its pool. */
  readonly pool: number
  /** Whole units of what its kind counts. */
  readonly amounts: readonly number[]
  /** Made by the saving programme: without it the resource would have gone on as before. */
  readonly isSaving: boolean
}

export interface Life {
  readonly id: string
  readonly externalId: string
  readonly kind: Kind
  readonly body: number
  readonly system: number
  readonly provider: number
  /** Left alone by chance: whatever becomes of it is the saving programme's doing. */
  readonly sort: Sort | null
  readonly stretches: Stretch[]
}

/** What the saving programme is to find, and what it is to leave alone. */
export type Sort = 'idle' | 'oversized' | 'stopped' | 'orphan' | 'busy'

export const lastOf = ({ stretches }: Pick<Life, 'stretches'>): Stretch => stretches.at(-1) as Stretch
export const isAlive = (life: Life): boolean => lastOf(life).condition !== 'over'
export const endedAt = (life: Life): number | null => (isAlive(life) ? null : lastOf(life).at)

/** Ids in the order in which they were made, the same for the same seed. */
export const uuidOf = (family: number, number: number): string =>
  `0199${family.toString(16).padStart(4, '0')}-0000-7000-9000-${number.toString(16).padStart(12, '0')}`
