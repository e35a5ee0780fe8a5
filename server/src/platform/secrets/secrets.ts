import type { Clock } from '../clock.ts'
import { type Database, type Db, SCOPE_ALL, type Tx } from '../db/index.ts'
import { openSecret, rewrapSecret, sealSecret } from './envelope.ts'
import type { KeyRing } from './key-ring.ts'
import type { Secret } from './secret.ts'
import {
  findSealed,
  insertSealedOnce,
  lockSealedOlderThan,
  removeSealed,
  type SecretRef,
  upsertSealed,
} from './secret-store.ts'

/** Secrets at rest. Given to the modules that need it as a port; no operation of the API ever answers with one. */
export interface Secrets {
  put(tx: Tx, ref: SecretRef, secret: Secret): Promise<void>
  /** Null when there is none. @throws UnsealError when it does not open. */
  find(db: Db | Tx, ref: SecretRef): Promise<Secret | null>
  /** The one that is there, or the one that is made now; two processes that start together agree on one. */
  ensure(tx: Tx, ref: SecretRef, make: () => Secret): Promise<Secret>
  remove(tx: Tx, ref: SecretRef): Promise<void>
  /** Seals all data keys that stand under an older master key with the current one; answers how many. */
  rewrapAll(database: Database): Promise<number>
}

const REWRAP_BATCH = 200

export function createSecrets(ring: KeyRing, clock: Clock): Secrets {
  const sealed = (text: string) => ({
    sealed: text,
    keyVersion: ring.current,
    changedAt: clock.now(),
  })
  const find = async (db: Db | Tx, ref: SecretRef) => {
    const text = await findSealed(db, ref)
    return text === null ? null : openSecret(ring, contextOf(ref), text)
  }
  return {
    put: (tx, ref, secret) => upsertSealed(tx, ref, sealed(sealSecret(ring, contextOf(ref), secret))),
    find,
    async ensure(tx, ref, make) {
      const known = await find(tx, ref)
      if (known !== null) return known
      await insertSealedOnce(tx, ref, sealed(sealSecret(ring, contextOf(ref), make())))
      return (await find(tx, ref)) as Secret
    },
    remove: removeSealed,
    async rewrapAll(database) {
      let count = 0
      for (;;) {
        const moved = await database.inTx(SCOPE_ALL, async (tx) => {
          const rows = await lockSealedOlderThan(tx, ring.current, REWRAP_BATCH)
          for (const row of rows) {
            const text = rewrapSecret(ring, contextOf(row), row.sealed)
            await upsertSealed(tx, row, sealed(text ?? row.sealed))
          }
          return rows.length
        })
        count += moved
        if (moved < REWRAP_BATCH) return count
      }
    },
  }
}

function contextOf(ref: SecretRef): string {
  return `${ref.noun}/${ref.objectId}/${ref.name}`
}
