import { describe, expect, it } from 'vitest'
import { toMeasured } from './measures.ts'

const AT = new Date(0)
/** As Nova answers since 2.48, shortened. */
const ANSWER = {
  state: 'running',
  driver: 'libvirt',
  num_cpus: 2,
  cpu_details: [
    { id: 0, time: 17_300_000_000, utilisation: null },
    { id: 1, time: 700_000_000, utilisation: null },
  ],
  nic_details: [{ mac_address: '01:23:45:67:89:ab', rx_octets: 2_070_139, tx_octets: 140_208 }],
  disk_details: [{ read_bytes: 262_144, write_bytes: 5_778_432, errors_count: 1 }],
  memory_details: { maximum: 512, used: 512 },
}

describe('diagnostics of Nova', () => {
  it('tell counters, all devices together; the size of a balloon is no memory in use (R123)', () => {
    expect(toMeasured('x', ANSWER, AT)).toEqual({
      externalId: 'x',
      at: AT,
      vcpus: 2,
      counters: { cpuNs: 18_000_000_000n, networkBytes: 2_210_347n, diskBytes: 6_040_576n },
      gauges: {},
    })
  })

  it('tell memory where the hypervisor knows it', () => {
    const told = { ...ANSWER, driver: 'vmwareapi', memory_details: { maximum: 1000, used: 250 } }
    expect(toMeasured('x', told, AT)?.gauges).toEqual({ memoryPermille: 250 })
  })

  it('leave out what one of the devices does not tell: a part would pass for the whole', () => {
    const nics = [...ANSWER.nic_details, { mac_address: '01:23:45:67:89:ac', rx_octets: null, tx_octets: 1 }]
    expect(Object.keys(toMeasured('x', { ...ANSWER, nic_details: nics }, AT)?.counters ?? {})).toEqual([
      'cpuNs',
      'diskBytes',
    ])
    expect(toMeasured('x', { state: 'running', driver: 'libvirt' }, AT)).toMatchObject({
      vcpus: null,
      counters: {},
    })
  })

  it.each(['paused', 'shutdown', undefined])('say nothing of a server that is %s', (state) => {
    expect(toMeasured('x', { ...ANSWER, state }, AT)).toBeNull()
  })
})
