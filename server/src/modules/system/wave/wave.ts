/** Rules of migration waves (R20). Each returns a reason code, or null when nothing is against it. */
import type { ReasonCode, SystemPlacement } from '@yunheng/contract'
import type { Actor } from '../../../platform/context.ts'

export function refuseWindow(window: {
  readonly startsOn: string
  readonly endsOn: string
}): ReasonCode | null {
  return window.endsOn < window.startsOn ? 'migration-wave.window' : null
}

/** A level plans over its own bodies; what stands above it, it only sees. Row-level security says the same. */
export function refuseReach(
  wave: { readonly responsible_body_id: string | null },
  actor: Actor,
): ReasonCode | null {
  const { scope } = actor
  if (scope.all) return null
  const isOwn = wave.responsible_body_id !== null && scope.bodyIds.includes(wave.responsible_body_id)
  return isOwn ? null : 'migration-wave.not_yours'
}

export function refuseRemove(wave: { readonly systems: number }): ReasonCode | null {
  return wave.systems > 0 ? 'migration-wave.has_systems' : null
}

/** Only what still waits has its place in a wave. */
export function refuseSystem(system: {
  readonly kind: 'new' | 'stock'
  readonly deployment: 'cloud' | 'to-migrate' | 'exempt'
  readonly lifecycle: string
}): ReasonCode | null {
  const waits =
    system.kind === 'stock' && system.deployment === 'to-migrate' && system.lifecycle !== 'retired'
  return waits ? null : 'migration-wave.system_unfit'
}

/** Late from the day after its window, as long as something in it still waits. */
export function isLate(
  wave: { readonly ends_on: string | null; readonly systems: number; readonly migrated: number },
  today: string,
): boolean {
  return wave.ends_on !== null && wave.ends_on < today && wave.migrated < wave.systems
}

export interface PlacementCounts {
  readonly newCount: number
  readonly newOnCloud: number
  readonly stockCount: number
  readonly stockOnCloud: number
  readonly stockInWave: number
  readonly exempt: number
  readonly neither: number
}

export function toPlacement(counts: PlacementCounts, asOf: Date): SystemPlacement {
  const all = counts.newCount + counts.stockCount
  return {
    newSystems: { count: counts.newCount, onCloud: counts.newOnCloud },
    stockSystems: { count: counts.stockCount, onCloud: counts.stockOnCloud, inWave: counts.stockInWave },
    exempt: counts.exempt,
    neither: counts.neither,
    // Rounded down: 100 % is said only when nothing is left.
    percent: all === 0 ? null : Math.floor((1_000 * (all - counts.neither)) / all) / 10,
    asOf: asOf.toISOString(),
  }
}
