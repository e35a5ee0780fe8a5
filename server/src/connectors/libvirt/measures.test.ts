import { describe, expect, it } from 'vitest'
import { readDomstats } from './measures.ts'

const PROJECT = '0190b3a1-0000-7000-8000-000000000001'
const SERVER = '0190b3a1-0000-7000-8000-000000000002'
const AT = new Date(0)

/** As virsh 9.0 prints it, shortened. */
const PRINTED = `Domain: 'yh.server.${PROJECT}.${SERVER}'
  cpu.time=6241500000
  cpu.user=3120000000
  balloon.current=524288
  balloon.maximum=524288
  balloon.last-update=1764000000
  balloon.available=500000
  balloon.usable=400000
  balloon.rss=300000
  vcpu.current=2
  vcpu.maximum=2
  net.count=1
  net.0.name=vnet3
  net.0.rx.bytes=1000
  net.0.tx.bytes=234
  block.count=2
  block.0.name=vda
  block.0.rd.bytes=5000
  block.0.wr.bytes=600
  block.1.name=sda
  block.1.rd.bytes=7

Domain: 'somebody-elses'
  cpu.time=1

`

describe('virsh domstats', () => {
  it('tells of machines of ours, all devices together; memory by the guest’s own word (R123)', () => {
    expect(readDomstats(PRINTED, AT)).toEqual([
      {
        externalId: SERVER,
        at: AT,
        vcpus: 2,
        counters: { cpuNs: 6_241_500_000n, networkBytes: 1234n, diskBytes: 5607n },
        gauges: { memoryPermille: 200 },
      },
    ])
  })

  it.each([
    ['has not said a word yet', 'balloon.last-update=1764000000', 'balloon.last-update=0'],
    ['does not know it', 'balloon.usable=400000\n', '\n'],
    ['says more than there is', 'balloon.usable=400000', 'balloon.usable=600000'],
  ])('tells no memory of a guest that %s', (_, from, to) => {
    expect(readDomstats(PRINTED.replace(from, to), AT)[0]?.gauges).toEqual({})
  })

  it.each(['', '\n', 'error: something'])('%j tells of nobody', (text) => {
    expect(readDomstats(text, AT)).toEqual([])
  })
})
