/** Security rules as a set: ours ↔ Neutron's, and what to add and take away. Pure. */
import type { SecurityRule } from '../../modules/cloud/connector.ts'
import { type Json, numberOrNull, textAt, textOrNull } from './answer.ts'

export interface RuleDifference {
  /** Bodies for Neutron. */
  readonly add: readonly Json[]
  /** Neutron's ids. */
  readonly drop: readonly string[]
}

const ANYWHERE = { IPv4: '0.0.0.0/0', IPv6: '::/0' } as const

/** Neutron knows protocols by name and by number, and IPv6's ICMP by three names. */
const PROTOCOLS: Readonly<Record<string, SecurityRule['protocol']>> = {
  tcp: 'tcp',
  '6': 'tcp',
  udp: 'udp',
  '17': 'udp',
  icmp: 'icmp',
  '1': 'icmp',
  icmpv6: 'icmp',
  'ipv6-icmp': 'icmp',
  '58': 'icmp',
  any: 'any',
}

/** Null for a rule that ours cannot say (another group as the other side, a rare protocol): not ours to keep. */
export function toSecurityRule(json: Json): SecurityRule | null {
  const protocol = PROTOCOLS[textOrNull(json, 'protocol') ?? 'any']
  if (!protocol || textOrNull(json, 'remote_group_id') || textOrNull(json, 'remote_address_group_id'))
    return null
  const family = textOrNull(json, 'ethertype') === 'IPv6' ? 'IPv6' : 'IPv4'
  const ported = protocol === 'tcp' || protocol === 'udp'
  return {
    direction: textAt(json, 'direction') === 'egress' ? 'egress' : 'ingress',
    protocol,
    portFrom: ported ? numberOrNull(json, 'port_range_min') : null,
    portTo: ported ? numberOrNull(json, 'port_range_max') : null,
    // No prefix and the all-embracing one mean the same.
    remoteCidr: textOrNull(json, 'remote_ip_prefix') ?? ANYWHERE[family],
  }
}

export function toNeutronRule(rule: SecurityRule, securityGroupRef: string): Json {
  const six = rule.remoteCidr.includes(':')
  const ported = rule.protocol === 'tcp' || rule.protocol === 'udp'
  const protocol = rule.protocol === 'icmp' && six ? 'ipv6-icmp' : rule.protocol
  return {
    security_group_id: securityGroupRef,
    direction: rule.direction,
    ethertype: six ? 'IPv6' : 'IPv4',
    protocol: protocol === 'any' ? null : protocol,
    port_range_min: ported ? rule.portFrom : null,
    port_range_max: ported ? rule.portTo : null,
    remote_ip_prefix: rule.remoteCidr,
  }
}

export function ruleKey(rule: SecurityRule): string {
  const all = rule.portFrom === 1 && rule.portTo === 65_535
  const ports = all || rule.portFrom === null ? '*' : `${rule.portFrom}-${rule.portTo ?? rule.portFrom}`
  return [rule.direction, rule.protocol, ports, rule.remoteCidr.toLowerCase()].join(' ')
}

export function ruleDifference(
  present: readonly Json[],
  wanted: readonly SecurityRule[],
  securityGroupRef: string,
): RuleDifference {
  const wantedByKey = new Map(wanted.map((rule) => [ruleKey(rule), rule]))
  const kept = new Set<string>()
  const drop: string[] = []
  for (const json of present) {
    const rule = toSecurityRule(json)
    const key = rule && ruleKey(rule)
    if (key !== null && wantedByKey.has(key) && !kept.has(key)) kept.add(key)
    else drop.push(textAt(json, 'id'))
  }
  const add = [...wantedByKey].filter(([key]) => !kept.has(key))
  return { add: add.map(([, rule]) => toNeutronRule(rule, securityGroupRef)), drop }
}

/** In one order, so that two looks at one set are equal. */
export function toSecurityRules(rows: readonly Json[]): readonly SecurityRule[] {
  return rows.flatMap((row) => toSecurityRule(row) ?? []).sort((a, b) => (ruleKey(a) < ruleKey(b) ? -1 : 1))
}
