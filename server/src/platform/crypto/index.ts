export { canonicalJson } from './canonical-json.ts'
export { equalConstantTime } from './constant-time.ts'
export { type FileDigests, fileDigests } from './file-digests.ts'
export { openBytes, SEAL_KEY_BYTES, sealBytes } from './sealed-bytes.ts'
export { SM2_DEFAULT_USER_ID, sm2IdentityDigest, sm2Sign, sm2Verify } from './sm2.ts'
export {
  generateSm2Key,
  parseSm2Point,
  parseSm2PrivateKey,
  parseSm2PublicKey,
  type Sm2PrivateKey,
  type Sm2PublicKey,
  sm2KeyId,
  sm2PrivateKeyToDer,
  sm2PublicKeyOf,
  sm2PublicKeyToDer,
  toPem,
} from './sm2-key.ts'
export { hmacSm3, sm3, sm3Hex, sm3Stream } from './sm3.ts'
