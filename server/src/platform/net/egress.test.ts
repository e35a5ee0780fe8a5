import { once } from 'node:events'
import { type AddressInfo, connect, createServer } from 'node:net'
import { describe, expect, it } from 'vitest'
import { createEgress } from './egress.ts'

const plain = createEgress({ allowed: [], own: () => ['10.9.8.7', 'fe80::1%eth0'] })
const lane = createEgress({ allowed: ['127.0.0.0/8', '169.254.1.5'], own: () => [] })

/** Ways to write an address in a URL; the URL parser makes one of them all, or of none. */
function spellings(a: number, b: number, c: number, d: number): string[] {
  const number = ((a * 256 + b) * 256 + c) * 256 + d
  const hex = (value: number) => `0x${value.toString(16)}`
  const octal = (value: number) => `0${value.toString(8)}`
  const short = number.toString(16).padStart(8, '0')
  const groups = `${short.slice(0, 4)}:${short.slice(4)}`
  return [
    `${a}.${b}.${c}.${d}`,
    String(number),
    hex(number),
    octal(number),
    [a, b, c, d].map(hex).join('.'),
    [a, b, c, d].map(octal).join('.'),
    `${a}.${b}.${c * 256 + d}`,
    `${a}.${(b * 256 + c) * 256 + d}`,
    `${hex(a)}.${b}.${octal(c)}.${d}`,
    `${a}.${b}.${c}.${d}.`,
    `%3${a.toString()[0]}${a.toString().slice(1)}.${b}.${c}.${d}`,
    `[::ffff:${a}.${b}.${c}.${d}]`,
    `[::ffff:${groups}]`,
    `[0:0:0:0:0:ffff:${groups}]`,
    `[64:ff9b::${groups}]`,
    `[::${groups}]`,
    `${a}。${b}。${c}。${d}`,
  ]
}

describe('where the platform may connect to (F20, SSRF)', () => {
  it('refuses loopback, metadata, unspecified, multicast and its own addresses in more than 100 spellings', async () => {
    const all = [
      ...spellings(127, 0, 0, 1),
      ...spellings(127, 8, 9, 1),
      ...spellings(169, 254, 169, 254),
      ...spellings(100, 100, 100, 200),
      ...spellings(10, 9, 8, 7),
      ...spellings(224, 0, 0, 1),
      ...spellings(255, 255, 255, 255),
      '0.0.0.0',
      '[::1]',
      '[::]',
      '[fe80::1]',
      '[fd00:ec2::254]',
      '[ff02::1]',
    ]
    expect(all.length).toBeGreaterThan(100)
    const missed: string[] = []
    for (const host of all) {
      const { hostname } = new URL(`http://${host}/v3`)
      if ((await plain.refuseHost(hostname)) === null) missed.push(host)
    }
    expect(missed).toEqual([])
    expect((await plain.refuseHost('localhost'))?.what.zh).toBe('本机回环地址')
  })

  it('lets private and public addresses through, and what the operator allows', async () => {
    for (const address of ['10.1.2.3', '192.168.1.1', '172.16.0.9', '203.0.113.5', 'fd12::1', '2001:db8::1'])
      expect(plain.refuse(address), address).toBeNull()
    expect(lane.refuse('127.0.0.1')).toBeNull()
    expect(lane.refuse('::ffff:127.0.0.1')).toBeNull()
    expect(lane.refuse('169.254.1.5')).toBeNull()
    expect(lane.refuse('169.254.169.254')).not.toBeNull()
    // A name that does not resolve is said by the probe, not here.
    expect(await plain.refuseHost('no-such-host.invalid')).toBeNull()
  })

  it('hands a socket only what was checked: a name that turns to loopback is not connected to', async () => {
    const server = createServer().listen(0, '127.0.0.1')
    await once(server, 'listening')
    const { port } = server.address() as AddressInfo
    const refused = connect({ host: 'localhost', port, lookup: plain.lookup })
    const [error] = (await once(refused, 'error')) as [NodeJS.ErrnoException]
    expect(error.code).toBe('EGRESS_REFUSED')
    const allowed = connect({ host: 'localhost', port, lookup: lane.lookup, autoSelectFamily: true })
    await once(allowed, 'connect')
    expect(allowed.remoteAddress).toBe('127.0.0.1')
    allowed.destroy()
    server.close()
  })
})
