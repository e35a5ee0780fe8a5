import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { Observed } from '../../cloud/index.ts'
import { canonicalJson } from './canonical.ts'
import { contentOf, differencesOf, type KnownItem } from './item.ts'

const SERVER: Observed = {
  kind: 'server',
  externalId: 'a1',
  resourceId: null,
  projectRef: 'p1',
  name: 'web-1',
  state: 'ready',
  nativeState: 'ACTIVE',
  spec: { kind: 'server', name: 'web-1', vcpus: 2, memoryMiB: 4096, subnetRefs: ['s1', 's2'] },
  attributes: { addresses: ['10.0.0.4', '10.0.0.5'], task: null },
  fault: null,
  createdAt: new Date('2026-01-01T00:00:00Z'),
}

const printOf = (change: Partial<Observed>) => contentOf({ ...SERVER, ...change }).fingerprint.toString('hex')

function knownOf(observed: Observed): KnownItem {
  const { projectRef, nativeState, spec, attributes, name, state, fault, tag } = contentOf(observed)
  const parsed = { spec: JSON.parse(spec), attributes: JSON.parse(attributes) }
  return { project_ref: projectRef, native_state: nativeState, name, state, fault, tag, ...parsed }
}

/** The same value with the keys of every object in another order, and lists turned round. */
function shuffled(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(shuffled).reverse()
  if (value === null || typeof value !== 'object') return value
  return Object.fromEntries(
    Object.entries(value)
      .map(([key, field]) => [key, shuffled(field)] as const)
      .reverse(),
  )
}

describe('the fingerprint of a thing', () => {
  it('is the same whatever the order in which a cloud tells it', () => {
    const jsonObject = fc.dictionary(fc.string(), fc.jsonValue({ depthSize: 'small' }))
    fc.assert(
      fc.property(jsonObject, (attributes) => {
        const turned = shuffled(attributes) as Record<string, unknown>
        expect(printOf({ attributes: turned })).toBe(printOf({ attributes }))
      }),
    )
  })

  it.each<[string, Partial<Observed>]>([
    ['name', { name: 'web-2' }],
    ['project', { projectRef: 'p2' }],
    ['state', { state: 'error' }],
    ['native state', { nativeState: 'SHUTOFF' }],
    ['tag', { resourceId: '018f0000-0000-7000-8000-000000000001' }],
    ['fault', { fault: 'No valid host' }],
    ['size', { spec: { ...SERVER.spec, vcpus: 4 } as Observed['spec'] }],
    ['address', { attributes: { addresses: ['10.0.0.4'] } }],
  ])('tells another %s', (_, change) => {
    expect(printOf(change)).not.toBe(printOf({}))
  })

  it('does not tell what comes and goes by itself', () => {
    expect(printOf({ attributes: { ...SERVER.attributes, task: 'spawning' } })).toBe(printOf({}))
  })

  it('keeps apart what a name tries to join', () => {
    expect(printOf({ name: 'a","b', nativeState: 'c' })).not.toBe(
      printOf({ name: 'a', nativeState: 'b","c' }),
    )
  })
})

describe('what PostgreSQL cannot keep', () => {
  it.each(['a\0b', '\ud800x', 'x\udc00', 'a\\u0000b', '😀', '名"称/\\', '\u202e'])(
    '%j is kept legibly',
    (text) => {
      const json = canonicalJson({ text, [text]: [text] })
      expect(json).not.toMatch(/(?<!\\)\\u0000|(?<!\\)\\ud[89a-f]/)
      const kept = (JSON.parse(json) as { text: string }).text
      expect(kept).toBe(text.toWellFormed().replaceAll('\0', '\ufffd'))
    },
  )
})

describe('differences', () => {
  it('name the field with what it was and is, and nothing when nothing differs', () => {
    const before = knownOf(SERVER)
    expect(differencesOf(before, contentOf(SERVER))).toEqual([])
    const spec = { ...SERVER.spec, name: 'web-2', vcpus: 4, subnetRefs: ['s2', 's1'] } as Observed['spec']
    const after = contentOf({ ...SERVER, name: 'web-2', spec, attributes: { addresses: [] } })
    expect(differencesOf(before, after)).toEqual([
      { field: 'name', before: 'web-1', after: 'web-2' },
      { field: 'spec.vcpus', before: '2', after: '4' },
      { field: 'attributes.addresses', before: '["10.0.0.4","10.0.0.5"]', after: '[]' },
    ])
  })
})
