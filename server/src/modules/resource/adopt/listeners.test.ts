import { describe, expect, it } from 'vitest'
import type { Listener } from '../../cloud/index.ts'
import { intendedOf, knownKey, needsOf } from './intended.ts'
import { listenersOf } from './listeners.ts'

const LOOKED_AT = { type: 'connect', path: null, intervalSeconds: 5, timeoutSeconds: 3, failures: 3 } as const

const told = (parts: Partial<Listener> = {}): Listener => ({
  protocol: 'http',
  port: 80,
  algorithm: 'round-robin',
  members: [
    { serverRef: 'ext-a', port: 8080, weight: 1 },
    { serverRef: 'ext-b', port: 8080, weight: 1 },
  ],
  monitor: LOOKED_AT,
  ...parts,
})
const ids: Record<string, string> = { 'ext-a': 'id-a', 'ext-b': 'id-b' }
const read = (one: Listener) => listenersOf([one], (ref) => ids[ref] ?? null)

describe('a load balancer that is taken in (R68)', () => {
  it('is intended as it is', () => {
    expect(read(told())).toEqual([
      {
        protocol: 'http',
        port: 80,
        algorithm: 'round-robin',
        memberPort: 8080,
        healthPath: null,
        serverIds: ['id-a', 'id-b'],
      },
    ])
    expect(read(told({ monitor: { ...LOOKED_AT, type: 'http', path: '/up' } }))?.[0]?.healthPath).toBe('/up')
    expect(read(told({ members: [] }))).toMatchObject([{ serverIds: [], memberPort: 80 }])
  })

  it.each<readonly [string, Partial<Listener>]>([
    ['looks at its members in another way', { monitor: { ...LOOKED_AT, intervalSeconds: 30 } }],
    ['does not look at them', { monitor: null }],
    ['gives one more than another', { members: [{ serverRef: 'ext-a', port: 8080, weight: 9 }] }],
    [
      'has them listen at several ports',
      {
        members: [
          { serverRef: 'ext-a', port: 8080, weight: 1 },
          { serverRef: 'ext-b', port: 9090, weight: 1 },
        ],
      },
    ],
    [
      'has a member that is no server of ours',
      { members: [{ serverRef: '10.0.0.9', port: 8080, weight: 1 }] },
    ],
  ])('is left to its maker where it %s', (_, parts) => {
    expect(read(told(parts))).toBeNull()
  })

  it('needs its subnet and its servers; a backup needs its volume', () => {
    const spec = { kind: 'load-balancer', subnetRef: 'ext-s', listeners: [told()] } as const
    const balancer = { kind: 'load-balancer', projectRef: 'ext-p', spec } as const
    const needs = needsOf(balancer)
    expect(needs.map(knownKey)).toEqual(['project ext-p', 'subnet ext-s', 'server ext-a', 'server ext-b'])
    const known = new Map(needs.map((need) => [knownKey(need), `id of ${need.ref}`]))
    expect(intendedOf(balancer, known)).toMatchObject({ kind: 'load-balancer', subnetId: 'id of ext-s' })
    const backup = { kind: 'backup', projectRef: null, spec: { kind: 'backup', volumeRef: 'ext-v' } } as const
    expect(needsOf(backup)).toEqual([{ kind: 'volume', ref: 'ext-v' }])
    expect(intendedOf(backup, new Map([['volume ext-v', 'id-v']]))).toEqual({
      kind: 'backup',
      volumeId: 'id-v',
    })
  })
})
