/**
 * What servers use, by Nova's diagnostics (one form for all hypervisors since 2.48, which the version that is asked for
 * includes). One question a server: a few at a time. A cloud whose policy keeps them to itself, or whose hypervisor has none,
 * tells nothing, and is not asked again for an hour.
 */
import {
  ConnectorFault,
  type ExternalId,
  type FaultKind,
  type Measured,
} from '../../modules/cloud/connector.ts'
import { isObject, type Json, listOrEmpty, numberOrNull, textOrNull } from './answer.ts'
import type { Call } from './call.ts'

const AT_ONCE = 4
const A_PAGE = 40
const SILENT = 'diagnostics are not told'
const SILENT_MS = 60 * 60_000

/** Of one server: it went away, is off, or is in the middle of something. */
const OF_ONE: ReadonlySet<FaultKind> = new Set(['not-found', 'conflict'])
/** Of the cloud: 403 by its policy, 400 and 501 where the hypervisor has none. */
const OF_ALL: ReadonlySet<FaultKind> = new Set(['forbidden', 'invalid'])

export const isToldMeasures = (admin: Call): boolean => admin.memo.peek(SILENT) === undefined

export async function* readMeasures(
  admin: Call,
  servers: readonly ExternalId[],
  now: () => Date,
): AsyncGenerator<readonly Measured[]> {
  for (let start = 0; start < servers.length && isToldMeasures(admin); start += A_PAGE) {
    const page = servers.slice(start, start + A_PAGE)
    const told: Measured[] = []
    const next = page.values()
    await Promise.all(
      Array.from({ length: AT_ONCE }, async () => {
        for (const ref of next) {
          const one = await readOne(admin, ref, now)
          if (one !== null) told.push(one)
        }
      }),
    )
    if (told.length > 0) yield told
  }
}

async function readOne(admin: Call, ref: ExternalId, now: () => Date): Promise<Measured | null> {
  if (!isToldMeasures(admin)) return null
  try {
    const at = now()
    return toMeasured(ref, await admin.get('compute', ['servers', ref, 'diagnostics']), at)
  } catch (error) {
    if (!(error instanceof ConnectorFault)) throw error
    if (OF_ONE.has(error.fault)) return null
    if (!OF_ALL.has(error.fault)) throw error
    admin.memo.keep(SILENT, SILENT_MS, true)
    return null
  }
}

/** Null for a server that does not run. */
export function toMeasured(externalId: ExternalId, json: Json, at: Date): Measured | null {
  if (textOrNull(json, 'state') !== 'running') return null
  const cpus = listOrEmpty(json, 'cpu_details')
  const cpuNs = sumOf(cpus, ['time'])
  const networkBytes = sumOf(listOrEmpty(json, 'nic_details'), ['rx_octets', 'tx_octets'])
  const diskBytes = sumOf(listOrEmpty(json, 'disk_details'), ['read_bytes', 'write_bytes'])
  const memoryPermille = memoryOf(json)
  return {
    externalId,
    at,
    vcpus: numberOrNull(json, 'num_cpus') ?? (cpus.length || null),
    counters: {
      ...(cpuNs === null ? {} : { cpuNs }),
      ...(networkBytes === null ? {} : { networkBytes }),
      ...(diskBytes === null ? {} : { diskBytes }),
    },
    gauges: memoryPermille === null ? {} : { memoryPermille },
  }
}

/** Null where one of the devices does not tell it: a part would pass for the whole. */
function sumOf(devices: readonly Json[], fields: readonly string[]): bigint | null {
  let sum = 0n
  for (const device of devices)
    for (const field of fields) {
      const value = numberOrNull(device, field)
      if (value === null || value < 0) return null
      sum += BigInt(Math.round(value))
    }
  return devices.length === 0 ? null : sum
}

/** Nova's libvirt driver gives the size of the balloon for what is used, which is nearly always all of it: no figure. */
function memoryOf(json: Json): number | null {
  const memory = json.memory_details
  if (!isObject(memory) || textOrNull(json, 'driver') === 'libvirt') return null
  const [maximum, used] = [numberOrNull(memory, 'maximum'), numberOrNull(memory, 'used')]
  if (maximum === null || used === null || maximum <= 0 || used < 0) return null
  return Math.min(1000, Math.round((used / maximum) * 1000))
}
