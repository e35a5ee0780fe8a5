/** The curve of GM/T 0003.5, and the few numbers that signing needs. */
import { createECDH } from 'node:crypto'
import { weierstrass } from '@noble/curves/abstract/weierstrass.js'

const parameters = {
  p: 0xfffffffe_ffffffff_ffffffff_ffffffff_ffffffff_00000000_ffffffff_ffffffffn,
  a: 0xfffffffe_ffffffff_ffffffff_ffffffff_ffffffff_00000000_ffffffff_fffffffcn,
  b: 0x28e9fa9e_9d9f5e34_4d5a9e4b_cf6509a7_f39789f5_15ab8f92_ddbcbd41_4d940e93n,
  n: 0xfffffffe_ffffffff_ffffffff_ffffffff_7203df6b_21c6052b_53bbf409_39d54123n,
  h: 1n,
  Gx: 0x32c4ae2c_1f198119_5f990446_6a39c994_8fe30bbf_f2660be1_715a4589_334c74c7n,
  Gy: 0xbc3736a2_f4f6779c_59bdcee3_6b692153_d0a9877c_c62a4740_02df32e5_2139f0a0n,
} as const

export const Sm2Point = weierstrass(parameters)
export type Sm2Point = ReturnType<typeof Sm2Point.fromHex>

export const SM2_ORDER = parameters.n
/** Number of bytes of a coordinate and of a scalar. */
export const SM2_FIELD_BYTES = 32

/** a ‖ b ‖ Gx ‖ Gy: the constant part of Z_A. */
export const SM2_PARAMETER_BYTES = Buffer.concat(
  [parameters.a, parameters.b, parameters.Gx, parameters.Gy].map(toBytes32),
)

export function toBytes32(value: bigint): Buffer {
  return Buffer.from(value.toString(16).padStart(64, '0'), 'hex')
}

export function fromBytes(bytes: Uint8Array): bigint {
  return BigInt(`0x${Buffer.from(bytes).toString('hex') || '0'}`)
}

export function modOrder(value: bigint): bigint {
  const rest = value % SM2_ORDER
  return rest < 0n ? rest + SM2_ORDER : rest
}

export function invertModOrder(value: bigint): bigint {
  return Sm2Point.Fn.inv(value)
}

/** Uncompressed public point (04 ‖ x ‖ y) of a private scalar, by OpenSSL's constant-time multiplication. */
export function multiplyBase(scalar: Uint8Array): Buffer {
  const ecdh = createECDH('SM2')
  ecdh.setPrivateKey(scalar)
  return ecdh.getPublicKey()
}

/** A fresh secret scalar in [1, n−1] and its point, both from OpenSSL. */
export function randomScalar(): { scalar: Buffer; point: Buffer } {
  const ecdh = createECDH('SM2')
  const point = ecdh.generateKeys()
  const scalar = ecdh.getPrivateKey()
  return { scalar: Buffer.concat([Buffer.alloc(SM2_FIELD_BYTES - scalar.length), scalar]), point }
}
