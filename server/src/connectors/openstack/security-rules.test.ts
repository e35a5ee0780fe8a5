import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { SecurityRule } from '../../modules/cloud/connector.ts'
import { ruleDifference, ruleKey, toNeutronRule, toSecurityRule, toSecurityRules } from './security-rules.ts'

const rule = fc
  .record({
    direction: fc.constantFrom('ingress' as const, 'egress' as const),
    protocol: fc.constantFrom('tcp' as const, 'udp' as const, 'icmp' as const, 'any' as const),
    portFrom: fc.integer({ min: 1, max: 65_535 }),
    remoteCidr: fc.constantFrom('0.0.0.0/0', '10.0.0.0/8', '::/0', '2001:db8::/32'),
  })
  .map(({ portFrom, ...rest }): SecurityRule => {
    const ported = rest.protocol === 'tcp' || rest.protocol === 'udp'
    return { ...rest, portFrom: ported ? portFrom : null, portTo: ported ? portFrom : null }
  })

/** What Neutron would keep of what we send. */
const stored = (wanted: readonly SecurityRule[]) =>
  ruleDifference([], wanted, 'group').add.map((body, index) => ({ ...body, id: `id-${index}` }))

describe('security rules', () => {
  it('come back from Neutron as they were sent', () => {
    fc.assert(
      fc.property(rule, (one) => {
        expect(toSecurityRule(toNeutronRule(one, 'group'))).toEqual(one)
      }),
    )
  })

  it('from any set to any other: only what differs, and then nothing', () => {
    fc.assert(
      fc.property(fc.array(rule, { maxLength: 12 }), fc.array(rule, { maxLength: 12 }), (from, to) => {
        const present = stored(from)
        const { add, drop } = ruleDifference(present, to, 'group')
        const kept = present.filter(({ id }) => !drop.includes(id))
        const after = [...kept, ...add.map((body, index) => ({ ...body, id: `new-${index}` }))]
        expect(toSecurityRules(after).map(ruleKey)).toEqual([...new Set(to.map(ruleKey))].sort())
        expect(ruleDifference(after, to, 'group')).toEqual({ add: [], drop: [] })
      }),
    )
  })

  it.each([
    ['no prefix means anywhere', { remote_ip_prefix: null }, { remoteCidr: '0.0.0.0/0' }],
    ['no prefix means anywhere in IPv6 too', { ethertype: 'IPv6' }, { remoteCidr: '::/0' }],
    ['a protocol by number', { protocol: '17' }, { protocol: 'udp' }],
    ["IPv6's ICMP by any name", { protocol: 'icmpv6', ethertype: 'IPv6' }, { protocol: 'icmp' }],
  ])('%s', (_, parts, expected) => {
    expect(toSecurityRule({ id: 'x', direction: 'ingress', ethertype: 'IPv4', ...parts })).toMatchObject(
      expected,
    )
  })

  it('drops what ours cannot say: another group as the other side, a rare protocol', () => {
    const foreign = [
      { id: 'a', direction: 'ingress', ethertype: 'IPv4', remote_group_id: 'g' },
      { id: 'b', direction: 'ingress', ethertype: 'IPv4', protocol: 'vrrp' },
    ]
    expect(toSecurityRules(foreign)).toEqual([])
    expect(ruleDifference(foreign, [], 'group').drop).toEqual(['a', 'b'])
  })
})
