import type { PlacementWanted } from '@yunheng/contract'
import type { Tx } from '../../platform/db/index.ts'
import type { Bond } from './bond/bond.ts'
import { findCircumstances, type KnownBond } from './placement-store.ts'
import type { PlacingRules } from './placing-rules.ts'
import type { Circumstances } from './weigh.ts'

/** What the weighing has to know beside the pools, read once for a claim. */
export async function readCircumstances(
  tx: Tx,
  wanted: Pick<PlacementWanted, 'systemId' | 'bodyId' | 'atRecovery' | 'protectionLevel'>,
  seed: string,
  poolIds: readonly string[] | null,
  rules: PlacingRules,
): Promise<Circumstances> {
  const found = await findCircumstances(tx, wanted.systemId, wanted.bodyId)
  return {
    rules,
    systemCloudIds: new Set(found.cloudIds),
    systemPoolIds: new Set(found.poolIds),
    bodyLine: new Set(found.bodyLine),
    protectionLevel: wanted.protectionLevel ?? found.protectionLevel,
    // What runs keeps away from where it recovers, and the other way round.
    apartNodeIds: new Set(wanted.atRecovery === true ? found.runningNodeIds : found.recoveryNodeIds),
    bonds: found.bonds.map((bond) => toBond(bond, wanted.atRecovery === true)),
    namedPoolIds: poolIds === null ? null : new Set(poolIds),
    fullPoolIds: new Set(),
    dice: diceOf(seed),
  }
}

/** Apart from all of the other system; together with its own half: what runs with what runs, what recovers with what recovers. */
function toBond({ running, recovering, ...bond }: KnownBond, atRecovery: boolean): Bond {
  const half = atRecovery ? recovering : running
  return { ...bond, at: new Set(bond.kind === 'apart' ? [...running, ...recovering] : half) }
}

/** FNV-1a over both: the same claim and pool always draw the same, so that a choice can be followed later. */
export function diceOf(seed: string): (poolId: string) => number {
  const seeded = hashOn(0x811c9dc5, seed)
  return (poolId) => hashOn(seeded, poolId) >>> 0
}

function hashOn(start: number, text: string): number {
  let hash = start
  for (let at = 0; at < text.length; at++) hash = Math.imul(hash ^ text.charCodeAt(at), 0x01000193)
  return hash
}
