/** What machines use, by libvirt's own counters: one run of `virsh domstats` for each host tells of all that run there. */
import type { ExternalId, Measured } from '../../modules/cloud/connector.ts'
import type { Connection } from './call.ts'
import { readName } from './name.ts'

/** Never waits for a machine that is being moved or saved: it is left out of this look. */
const QUESTION = [
  'domstats',
  '--list-running',
  '--cpu-total',
  '--balloon',
  '--vcpu',
  '--interface',
  '--block',
  '--nowait',
] as const

export async function* readMeasures(
  { settings, virsh, now }: Connection,
  servers: ReadonlySet<ExternalId>,
  signal: AbortSignal,
): AsyncGenerator<readonly Measured[]> {
  const { hosts, pageSize } = settings
  for (const host of hosts) {
    const at = now()
    const told = readDomstats(await virsh.run(host, signal, QUESTION), at).filter((one) =>
      servers.has(one.externalId),
    )
    for (let start = 0; start < told.length; start += pageSize) yield told.slice(start, start + pageSize)
  }
}

/** Machines of ours, out of what `virsh domstats` prints: a line with the name, then `key=value` lines. */
export function readDomstats(text: string, at: Date): readonly Measured[] {
  return text.split(/^Domain: /m).flatMap((part) => {
    const [first = '', ...lines] = part.split('\n')
    const our = readName(first.trim().replace(/^'(.*)'$/, '$1'))
    if (our?.sort !== 'server') return []
    const values = new Map(
      lines.flatMap((line) => {
        const [, key, value] = /^\s*([a-z0-9_.-]+)=(\d+)\s*$/i.exec(line) ?? []
        return key === undefined || value === undefined ? [] : [[key, BigInt(value)] as const]
      }),
    )
    return [toMeasured(our.resource, values, at)]
  })
}

type Values = ReadonlyMap<string, bigint>

function toMeasured(externalId: ExternalId, values: Values, at: Date): Measured {
  const vcpus = values.get('vcpu.current')
  const cpuNs = values.get('cpu.time')
  const networkBytes = sumOf(values, 'net', ['rx.bytes', 'tx.bytes'])
  const diskBytes = sumOf(values, 'block', ['rd.bytes', 'wr.bytes'])
  const memoryPermille = memoryOf(values)
  return {
    externalId,
    at,
    vcpus: vcpus === undefined || vcpus === 0n ? null : Number(vcpus),
    counters: {
      ...(cpuNs === undefined ? {} : { cpuNs }),
      ...(networkBytes === null ? {} : { networkBytes }),
      ...(diskBytes === null ? {} : { diskBytes }),
    },
    gauges: memoryPermille === null ? {} : { memoryPermille },
  }
}

/** Over all devices of a sort; null where none tells anything. */
function sumOf(values: Values, sort: 'net' | 'block', fields: readonly string[]): bigint | null {
  let sum: bigint | null = null
  const count = Number(values.get(`${sort}.count`) ?? 0n)
  for (let index = 0; index < count; index++)
    for (const field of fields) {
      const value = values.get(`${sort}.${index}.${field}`)
      if (value !== undefined) sum = (sum ?? 0n) + value
    }
  return sum
}

/**
 * By the guest's own word alone, once it has said one: what is usable includes what its caches would give back. What the
 * host set aside (`rss`) is what the guest ever touched, and says nothing of what it uses.
 */
function memoryOf(values: Values): number | null {
  const [available, usable] = [values.get('balloon.available'), values.get('balloon.usable')]
  if (available === undefined || usable === undefined || available === 0n || usable > available) return null
  if ((values.get('balloon.last-update') ?? 0n) === 0n) return null
  return Number(((available - usable) * 1000n) / available)
}
