import type { PlacementWanted } from '@yunheng/contract'
import type { Tx } from '../../platform/db/index.ts'
import { findCircumstances } from './placement-store.ts'
import type { Circumstances } from './weigh.ts'

/** What the weighing has to know beside the pools, read once for a claim. */
export async function readCircumstances(
  tx: Tx,
  wanted: Pick<PlacementWanted, 'systemId' | 'bodyId'>,
  seed: string,
  poolIds: readonly string[] | null,
): Promise<Circumstances> {
  const {
    cloudIds,
    poolIds: systemPoolIds,
    bodyLine,
  } = await findCircumstances(tx, wanted.systemId, wanted.bodyId)
  return {
    systemCloudIds: new Set(cloudIds),
    systemPoolIds: new Set(systemPoolIds),
    bodyLine: new Set(bodyLine),
    namedPoolIds: poolIds === null ? null : new Set(poolIds),
    fullPoolIds: new Set(),
    dice: diceOf(seed),
  }
}

/** FNV-1a over both: the same claim and pool always draw the same, so that a choice can be followed later. */
function diceOf(seed: string): (poolId: string) => number {
  const seeded = hashOn(0x811c9dc5, seed)
  return (poolId) => hashOn(seeded, poolId) >>> 0
}

function hashOn(start: number, text: string): number {
  let hash = start
  for (let at = 0; at < text.length; at++) hash = Math.imul(hash ^ text.charCodeAt(at), 0x01000193)
  return hash
}
