import { describe, expect, it } from 'vitest'
import type { Json } from './answer.ts'
import type { Call } from './call.ts'
import { refuse } from './fault.ts'
import { partsOf } from './load-balancer-parts.ts'

const BALANCER: Json = { listeners: [{ id: 'l1' }], pools: [{ id: 'p1' }] }
const ANSWERS: Readonly<Record<string, Json>> = {
  'listeners/l1': { listener: { id: 'l1', protocol: 'HTTP', protocol_port: 80, default_pool_id: 'p1' } },
  'pools/p1': {
    pool: { id: 'p1', lb_algorithm: 'ROUND_ROBIN', members: [{ id: 'm1' }], healthmonitor_id: null },
  },
}

/** An Octavia in which what is not among the answers has gone. */
const octavia = (members: () => Promise<readonly Json[]>) => {
  const asked = { find: async (_: string, path: readonly string[]) => ANSWERS[path.join('/')] ?? null }
  return { ...asked, list: members } as unknown as Call
}

describe('the parts of a load balancer that go while they are read (F8)', () => {
  it('are told as they are while they are there', async () => {
    const member = { address: '10.0.0.5', subnet_id: 's', protocol_port: 8080, weight: 1 }
    const seen = await partsOf(
      octavia(async () => [member]),
      BALANCER,
    )
    expect(seen.idlePools).toEqual([])
    expect(seen.listeners[0]?.pool?.members).toHaveLength(1)
  })

  it('a pool removed between its own answer and its members’ is no pool any more, not a fault', async () => {
    const gone = octavia(() => Promise.reject(refuse('not-found', 'Bad Request')))
    const seen = await partsOf(gone, BALANCER)
    expect(seen.listeners).toEqual([{ id: 'l1', protocol: 'HTTP', port: 80, pool: null }])
  })

  it('any other answer is a fault still', async () => {
    const broken = octavia(() => Promise.reject(refuse('internal', 'boom')))
    await expect(partsOf(broken, BALANCER)).rejects.toMatchObject({ fault: 'internal' })
  })
})
