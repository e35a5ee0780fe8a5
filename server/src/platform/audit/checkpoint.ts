import type { AuditCheckpoint } from '@yunheng/contract'
import {
  canonicalJson,
  parseSm2Point,
  SM2_DEFAULT_USER_ID,
  type Sm2PrivateKey,
  sm2KeyId,
  sm2PublicKeyOf,
  sm2Sign,
  sm2Verify,
} from '../crypto/index.ts'

/** Signs that at this instant the entry had this hash. Whoever keeps the result outside can prove a later rewriting. */
export function signCheckpoint(
  key: Sm2PrivateKey,
  entry: { readonly seq: number; readonly hash: string },
  at: Date,
): AuditCheckpoint {
  const publicKey = sm2PublicKeyOf(key)
  const statement = {
    format: 'yunheng-audit-checkpoint/1',
    seq: entry.seq,
    hash: entry.hash,
    at: at.toISOString(),
    keyId: sm2KeyId(publicKey),
    publicKey: publicKey.point.toString('hex'),
  } as const
  return {
    ...statement,
    signature: sm2Sign(key, SM2_DEFAULT_USER_ID, canonicalJson(statement)).toString('base64'),
  }
}

/** Whether it was signed by the key that it names. Whether that key is ours is for the caller to say. */
export function isCheckpointSigned(checkpoint: AuditCheckpoint): boolean {
  const { format, seq, hash, at, keyId, publicKey: point, signature } = checkpoint
  const statement = { format, seq, hash, at, keyId, publicKey: point }
  const publicKey = parseSm2Point(Buffer.from(point, 'hex'))
  if (publicKey === null || sm2KeyId(publicKey) !== keyId) return false
  return sm2Verify(publicKey, SM2_DEFAULT_USER_ID, canonicalJson(statement), Buffer.from(signature, 'base64'))
}
