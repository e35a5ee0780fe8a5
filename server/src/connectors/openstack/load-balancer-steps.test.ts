import { describe, expect, it } from 'vitest'
import { endpointOf } from './catalogue.ts'
import type { Parts, SeenListener } from './load-balancer-parts.ts'
import { nextStep, type WantedListener, wholeListener } from './load-balancer-steps.ts'

const MONITOR = { type: 'connect', path: null, intervalSeconds: 5, timeoutSeconds: 3, failures: 3 } as const
const MEMBER = { address: '10.0.0.5', subnetRef: 'sub', port: 8080, weight: 1 }
const WANTED: WantedListener = {
  protocol: 'http',
  port: 80,
  algorithm: 'round-robin',
  members: [MEMBER],
  monitor: MONITOR,
}
const SEEN: SeenListener = {
  id: 'l1',
  protocol: 'HTTP',
  port: 80,
  pool: { id: 'p1', algorithm: 'ROUND_ROBIN', members: [MEMBER], monitor: { id: 'm1', ...MONITOR } },
}

const seen = (pool: Partial<NonNullable<SeenListener['pool']>> = {}, more: Partial<Parts> = {}): Parts => ({
  listeners: [{ ...SEEN, pool: { ...(SEEN.pool as NonNullable<SeenListener['pool']>), ...pool } }],
  idlePools: [],
  ...more,
})
const none: Parts = { listeners: [], idlePools: [] }

describe('the next call toward the listeners of a load balancer (R68)', () => {
  it.each<readonly [string, Parts, readonly WantedListener[], object | null]>([
    ['it is so', seen(), [WANTED], null],
    [
      'another is in the way',
      seen(),
      [{ ...WANTED, protocol: 'tcp' }],
      { do: 'delete', path: ['listeners', 'l1'] },
    ],
    [
      'a pool without a listener',
      { ...none, idlePools: ['p0'] },
      [],
      { do: 'delete', path: ['pools', 'p0'] },
    ],
    [
      'a listener is missing',
      none,
      [WANTED],
      { do: 'post', path: ['listeners'], body: { listener: { loadbalancer_id: 'lb', protocol: 'HTTP' } } },
    ],
    [
      'its pool is missing',
      { ...none, listeners: [{ ...SEEN, pool: null }] },
      [WANTED],
      { do: 'post', path: ['pools'], body: { pool: { listener_id: 'l1', lb_algorithm: 'ROUND_ROBIN' } } },
    ],
    [
      'another algorithm',
      seen({ algorithm: 'SOURCE_IP' }),
      [{ ...WANTED, algorithm: 'least-connections' }],
      { do: 'put', path: ['pools', 'p1'], body: { pool: { lb_algorithm: 'LEAST_CONNECTIONS' } } },
    ],
    [
      'another weight',
      seen({ members: [{ ...MEMBER, weight: 9 }] }),
      [WANTED],
      {
        do: 'put',
        path: ['pools', 'p1', 'members'],
        body: { members: [{ address: '10.0.0.5', protocol_port: 8080, subnet_id: 'sub', weight: 1 }] },
      },
    ],
    [
      'no monitor yet',
      seen({ monitor: null }),
      [WANTED],
      { do: 'post', path: ['healthmonitors'], body: { healthmonitor: { pool_id: 'p1', type: 'TCP' } } },
    ],
    [
      'a monitor that nobody wants',
      seen(),
      [{ ...WANTED, monitor: null }],
      { do: 'delete', path: ['healthmonitors', 'm1'] },
    ],
    [
      'a monitor of another type',
      seen(),
      [{ ...WANTED, monitor: { ...MONITOR, type: 'http', path: '/up' } }],
      { do: 'delete', path: ['healthmonitors', 'm1'] },
    ],
    [
      'a monitor that looks less often',
      seen(),
      [{ ...WANTED, monitor: { ...MONITOR, intervalSeconds: 30 } }],
      { do: 'put', path: ['healthmonitors', 'm1'], body: { healthmonitor: { delay: 30 } } },
    ],
  ])('%s', (_, parts, wanted, step) => {
    const next = nextStep('lb', parts, wanted)
    if (step === null) expect(next).toBeNull()
    else expect(next).toMatchObject(step)
  })

  it('makes a whole listener in one: pool, members, and a monitor that fits the protocol', () => {
    expect(wholeListener({ ...WANTED, protocol: 'udp', algorithm: 'source-address' })).toMatchObject({
      protocol: 'UDP',
      default_pool: {
        name: 'udp-80',
        protocol: 'UDP',
        lb_algorithm: 'SOURCE_IP',
        healthmonitor: { type: 'UDP-CONNECT' },
      },
    })
  })
})

describe('the address of Octavia', () => {
  it.each(['http://lb:9876', 'http://lb:9876/', 'http://lb:9876/v2.0', 'http://lb:9876/v2/lbaas'])(
    '%s',
    (url) => {
      const catalogue = [
        { type: 'load-balancer', endpoints: [{ interface: 'public', region_id: 'R1', url }] },
      ]
      const where = { region: 'R1', interface: 'public', authUrl: 'http://id/v3' } as const
      expect(endpointOf(catalogue, 'load-balancer', where)).toBe('http://lb:9876/v2/lbaas')
    },
  )
})
