import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { type OfferedPlan, proposePlan, type Shape, tiersOf } from './propose-plan.ts'

type Dimensions = OfferedPlan['dimensions']
const fixed = (dimension: Dimensions[number]['dimension'], amount: number) => ({
  dimension,
  amount: { fixed: amount },
})
const told = (dimension: Dimensions[number]['dimension']) => ({ dimension, amount: { parameter: 'size' } })

const aPlan = (
  code: string,
  kinds: readonly string[],
  dimensions: Dimensions,
  offeringCode = 'an-offering',
): OfferedPlan => ({
  id: code,
  code,
  title: { zh: code, en: code },
  offeringCode,
  isRecommended: false,
  fulfilment: { by: 'connector', kinds: [...kinds] as never },
  dimensions,
})

const host = (vcpus: number, gib: number) =>
  aPlan(
    `c${vcpus}m${gib}`,
    ['server'],
    [fixed('vcpu', vcpus), fixed('memory-gib', gib), told('root-disk-gib')],
  )
const NETWORKS = ['network', 'subnet', 'router', 'floating-ip']
const CATALOGUE: readonly OfferedPlan[] = [
  host(2, 4),
  host(4, 8),
  aPlan(
    'card',
    ['server'],
    [fixed('vcpu', 2), fixed('memory-gib', 4), told('root-disk-gib'), fixed('accelerator-card', 1)],
  ),
  aPlan('general-ssd', ['volume', 'snapshot'], [told('storage-gib')]),
  aPlan('static', ['volume', 'snapshot'], [told('storage-gib')]),
  aPlan('snapshot', ['volume', 'snapshot'], [told('snapshot-gib')]),
  aPlan('public-address', NETWORKS, [fixed('public-ip', 1), told('bandwidth-mbps')]),
  aPlan('public-address-by-traffic', NETWORKS, [fixed('public-ip', 1), told('traffic-gb')]),
  aPlan('private-network', NETWORKS, [fixed('instance', 1)]),
  aPlan('standard', ['load-balancer'], [fixed('instance', 1)]),
]
const MEASURED = aPlan('as-measured', ['server'], [told('vcpu'), told('memory-gib'), told('root-disk-gib')])

const aThing = (kind: string, parts: Partial<Shape> = {}): Shape => ({
  kind,
  vcpus: null,
  memoryMiB: null,
  rootDiskGiB: null,
  sizeGiB: null,
  volumeType: null,
  ...parts,
})
const aServer = (vcpus: number, memoryMiB: number) => aThing('server', { vcpus, memoryMiB, rootDiskGiB: 40 })
const tiers = tiersOf([{ volumeTypes: [{ tier: 'general-ssd', native: 'ceph-ssd' }] }])
const found = (shape: Shape, offered = CATALOGUE) => {
  const { plan, rule } = proposePlan(shape, offered, tiers)
  return [plan?.code ?? null, rule]
}

describe('the plan of what was there before any order (R276)', () => {
  it.each([
    ['a server of a size in the catalogue', aServer(2, 4096), ['c2m4', 'exact']],
    ['a server of another size', aServer(3, 5120), [null, 'no-size']],
    ['a server whose memory is no whole GiB', aServer(2, 4000), [null, 'no-size']],
    [
      'a volume whose type stands for a tier',
      aThing('volume', { sizeGiB: 7, volumeType: 'ceph-ssd' }),
      ['general-ssd', 'tier'],
    ],
    [
      'a volume of a type that nobody named',
      aThing('volume', { sizeGiB: 7, volumeType: 'lvm' }),
      [null, 'tier-unknown'],
    ],
    ['an address', aThing('floating-ip'), ['public-address', 'exact']],
    ['a balancer', aThing('load-balancer'), ['standard', 'exact']],
    ['a network', aThing('network'), ['private-network', 'exact']],
    ['what no plan is about', aThing('security-group'), [null, 'not-offered']],
    ['what is never priced by itself', aThing('subnet'), [null, 'not-offered']],
    ['a snapshot, whose size nobody tells', aThing('snapshot'), [null, 'not-offered']],
  ])('%s', (_, shape, expected) => {
    expect(found(shape)).toEqual(expected)
  })

  it('an exact size goes before the plan that counts what is measured, which takes all others', () => {
    const offered = [MEASURED, ...CATALOGUE]
    expect(found(aServer(2, 4096), offered)).toEqual(['c2m4', 'exact'])
    expect(found(aServer(3, 5000), offered)).toEqual(['as-measured', 'measured'])
  })

  it('of two that fit alike none is guessed', () => {
    const twin = { ...host(2, 4), id: 'twin', offeringCode: 'another' }
    expect(found(aServer(2, 4096), [...CATALOGUE, twin])).toEqual([null, 'ambiguous'])
  })

  it('a volume type that pools take for different tiers stands for none', () => {
    const tierOf = tiersOf([
      { volumeTypes: [{ tier: 'general-ssd', native: 'a' }] },
      {
        volumeTypes: [
          { tier: 'static', native: 'a' },
          { tier: 'static', native: null },
        ],
      },
    ])
    expect([tierOf('a'), tierOf(null), tierOf('b')]).toEqual([null, 'static', null])
  })

  it('what is proposed has the very size of the thing, and whatever has one plan of its size gets it', () => {
    const sizes = fc.record({ vcpus: fc.integer({ min: 1, max: 6 }), gib: fc.integer({ min: 1, max: 6 }) })
    fc.assert(
      fc.property(
        fc.uniqueArray(sizes, { selector: ({ vcpus, gib }) => `${vcpus} ${gib}`, maxLength: 12 }),
        sizes,
        fc.boolean(),
        (offered, { vcpus, gib }, isMeasured) => {
          const plans = [...offered.map((one) => host(one.vcpus, one.gib)), ...(isMeasured ? [MEASURED] : [])]
          const [code, rule] = found(aServer(vcpus, gib * 1024), plans)
          const isOffered = offered.some((one) => one.vcpus === vcpus && one.gib === gib)
          const expected = isOffered
            ? [`c${vcpus}m${gib}`, 'exact']
            : isMeasured
              ? ['as-measured', 'measured']
              : [null, plans.length === 0 ? 'not-offered' : 'no-size']
          expect([code, rule]).toEqual(expected)
        },
      ),
    )
  })
})
