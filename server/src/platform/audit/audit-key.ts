import {
  generateSm2Key,
  parseSm2PrivateKey,
  type Sm2PrivateKey,
  sm2PrivateKeyToDer,
} from '../crypto/index.ts'
import { type Database, SCOPE_ALL } from '../db/index.ts'
import { assert } from '../errors.ts'
import { Secret, type Secrets } from '../secrets/index.ts'

/** The platform as a whole has no row of its own: the nil UUID stands for it. */
const PLATFORM = '00000000-0000-0000-0000-000000000000'

/** The key that signs checkpoints: made once, sealed among the secrets, the same for all workers. */
export async function ensureAuditKey(database: Database, secrets: Secrets): Promise<Sm2PrivateKey> {
  const ref = { noun: 'audit', objectId: PLATFORM, name: 'signing-key' }
  const make = () => new Secret(sm2PrivateKeyToDer(generateSm2Key()).toString('base64'))
  const secret = await database.inTx(SCOPE_ALL, (tx) => secrets.ensure(tx, ref, make))
  const key = parseSm2PrivateKey(Buffer.from(secret.reveal(), 'base64'))
  assert(key !== null, 'the audit signing key does not read')
  return key
}
