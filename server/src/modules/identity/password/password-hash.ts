/** argon2id at 19 MiB × 2 passes (OWASP, 2024): about 35 ms of one core on the machine it was measured on. */
import { argon2, randomBytes, timingSafeEqual } from 'node:crypto'
import { promisify } from 'node:util'
import { refuse } from '../../../platform/errors.ts'

const MEMORY_KIB = 19_456
const PASSES = 2
const PARALLELISM = 1
const TAG_BYTES = 32
const SALT_BYTES = 16

const derive = promisify(argon2)

/** PHC string: the parameters travel with the hash, so that they can be raised later. */
export async function hashPassword(password: string): Promise<string> {
  const salt = randomBytes(SALT_BYTES)
  const tag = await tagOf(password, { salt, memory: MEMORY_KIB, passes: PASSES, parallelism: PARALLELISM })
  const text = (bytes: Buffer) => bytes.toString('base64').replace(/=+$/, '')
  return `$argon2id$v=19$m=${MEMORY_KIB},t=${PASSES},p=${PARALLELISM}$${text(salt)}$${text(tag)}`
}

const PHC = /^\$argon2id\$v=19\$m=(\d{4,7}),t=(\d{1,2}),p=(\d)\$([A-Za-z0-9+/]{22,})\$([A-Za-z0-9+/]{43})$/

export async function isPassword(password: string, hash: string): Promise<boolean> {
  const match = PHC.exec(hash)
  if (match === null) throw new Error('assertion: a stored password hash does not read')
  const [, memory, passes, parallelism, salt, tag] = match as unknown as [
    string,
    string,
    string,
    string,
    string,
    string,
  ]
  const found = await tagOf(password, {
    salt: Buffer.from(salt, 'base64'),
    memory: Number(memory),
    passes: Number(passes),
    parallelism: Number(parallelism),
  })
  return timingSafeEqual(found, Buffer.from(tag, 'base64'))
}

/** The hash of no password, for names that do not exist: their refusal takes as long as any other. */
const NOBODY = `$argon2id$v=19$m=${MEMORY_KIB},t=${PASSES},p=${PARALLELISM}$${'A'.repeat(22)}$${'A'.repeat(43)}`

export async function spendHashingTime(password: string): Promise<void> {
  await isPassword(password, NOBODY)
}

interface Parameters {
  readonly salt: Buffer
  readonly memory: number
  readonly passes: number
  readonly parallelism: number
}

/** Each runs in the thread pool and takes 19 MiB: a flood of sign-ins waits here, and past that is turned away. */
const RUNNING_MAX = 4
const WAITING_MAX = 64
let running = 0
const waiting: (() => void)[] = []

async function tagOf(password: string, { salt, ...cost }: Parameters): Promise<Buffer> {
  if (running >= RUNNING_MAX) {
    if (waiting.length >= WAITING_MAX) refuse('identity.too_many_attempts', { details: { seconds: 5 } })
    await new Promise<void>((resolve) => waiting.push(resolve))
  } else running += 1
  try {
    const message = Buffer.from(password.normalize('NFC'), 'utf8')
    return await derive('argon2id', { message, nonce: salt, tagLength: TAG_BYTES, ...cost })
  } finally {
    // The place goes to the next in line, or back.
    const next = waiting.shift()
    if (next === undefined) running -= 1
    else next()
  }
}
