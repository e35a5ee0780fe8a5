/** Asked before a thing is given our tag: what cannot be taken in is left as it is. */

import type { Db } from '../../../platform/db/index.ts'
import type { Observed } from '../../cloud/index.ts'
import { listKnown } from './adopt-store.ts'
import { intendedOf, type Known, knownKey, needsOf } from './intended.ts'

export type Adoptable = Pick<Observed, 'kind' | 'projectRef' | 'spec'> & { readonly id: string }

/** Ids of those that stand on something in their cloud which is not ours. */
export async function listLacking(
  db: Db,
  cloudId: string,
  things: readonly Adoptable[],
): Promise<ReadonlySet<string>> {
  const needs = things.map((thing) => ({ id: thing.id, needs: needsOf(thing) }))
  const known = await listKnown(
    db,
    cloudId,
    needs.flatMap((one) => one.needs.map((need) => need.ref)),
  )
  return new Set(
    needs.filter((one) => one.needs.some((need) => !known.has(knownKey(need)))).map((one) => one.id),
  )
}

/** Knows whatever it is asked for. */
const EVERYTHING = { get: (key: string) => key } as unknown as Known

/** Whether the cloud tells enough of it. */
export function isReadable(observed: Pick<Observed, 'kind' | 'spec'>): boolean {
  return intendedOf(observed, EVERYTHING) !== null
}
