/** From the words of virsh, of libvirt behind it and of ssh between them, to our kinds of fault. */
import { ConnectorFault, type FaultKind } from '../../modules/cloud/connector.ts'

/** The first that fits counts: what ssh says stands inside what libvirt says of the connection. */
const BY_WORDS: readonly (readonly [RegExp, FaultKind])[] = [
  [/Host key verification failed|REMOTE HOST IDENTIFICATION HAS CHANGED/i, 'unauthenticated'],
  [/Permission denied \((publickey|password|keyboard)|Too many authentication failures/i, 'unauthenticated'],
  [
    /authentication (failed|required|unavailable)|invalid key|certificate.*(rejected|not trusted)/i,
    'unauthenticated',
  ],
  [/libcrypto|Load key|key_load_public|invalid format/i, 'unauthenticated'],
  [/Connection timed out|Operation timed out/i, 'unreachable'],
  [
    /failed to connect to the hypervisor|unable to connect to server|Failed to connect socket/i,
    'unreachable',
  ],
  [
    /Cannot (recv|write) data|End of file while reading data|client socket is closed|Disconnected from/i,
    'unreachable',
  ],
  [
    /No route to host|Network is unreachable|Could not resolve hostname|Connection (refused|reset)/i,
    'unreachable',
  ],
  [/Unable to resolve address/i, 'unreachable'],
  [/(Domain|Network|Storage volume|Storage pool|Network filter|metadata) not found/i, 'not-found'],
  [/failed to get (domain|network|vol|pool)|no (domain|network|storage vol|storage pool) with/i, 'not-found'],
  [
    /No space left|Cannot allocate memory|cannot set up guest memory|Not enough (free )?(space|memory)/i,
    'capacity',
  ],
  [/to the same host|Cannot get interface (MTU|flags)/i, 'invalid'],
  [/operation aborted|canceled by client|job .*(was )?cancel+ed|migration .*failed/i, 'conflict'],
  [/already (exists|defined|running|active|in use|attached)|is in use|in use by|exists already/i, 'conflict'],
  [/domain is (not|already) running|domain is not active|state change lock|another job|busy/i, 'conflict'],
  [/Failed to get ("?write"?|shared) ("?write"? )?lock/i, 'conflict'],
  [/access denied|Permission denied|not authorized|Operation not permitted/i, 'forbidden'],
  [
    /XML error|invalid argument|malformed|unsupported configuration|Operation not supported|invalid (value|name)/i,
    'invalid',
  ],
]

const WORDS_MAX = 500

/** virsh puts `error: ` before each line; several lines tell one story. */
export function wordsOf(stderr: string): string {
  const lines = stderr
    .split('\n')
    .map((line) => line.replace(/^error: */, '').trim())
    .filter((line) => line !== '')
  const words = [...new Set(lines)].join(' ')
  return words.length > WORDS_MAX ? `${words.slice(0, WORDS_MAX)}…` : words
}

export function faultKind(words: string): FaultKind {
  return BY_WORDS.find(([pattern]) => pattern.test(words))?.[1] ?? 'internal'
}

export function faultOfWords(what: string, stderr: string): ConnectorFault {
  const words = wordsOf(stderr)
  return new ConnectorFault(faultKind(words), `${what}: ${words === '' ? 'no words' : words}`)
}

/** A refusal that this connector says itself, before or after asking the host. */
export function refuse(fault: FaultKind, message: string): ConnectorFault {
  return new ConnectorFault(fault, message)
}

/** The answer, or `instead` when the call ended with this fault. */
export async function unless<T, U>(fault: FaultKind, call: Promise<T>, instead: U): Promise<T | U> {
  try {
    return await call
  } catch (error) {
    if (error instanceof ConnectorFault && error.fault === fault) return instead
    throw error
  }
}
