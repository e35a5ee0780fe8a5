/** Gates about the borders between network zones (R10): what crosses one is opened by a work order, not by a rule alone. */
import { overlap, parseCidr4, type Range4 } from '../../../platform/net/ipv4.ts'
import { NETWORK_ZONE_WORDS } from '../../system/index.ts'
import { type GateRule, listed, pass } from './gate.ts'
import type { GateFacts, ZoneRange } from './gate-facts.ts'
import { CLAUSES } from './gate-rules.ts'

const holds = (whole: Range4, part: Range4) => whole.first <= part.first && part.last <= whole.last
const rangesOf = (cidrs: readonly string[]) => cidrs.flatMap((cidr) => parseCidr4(cidr) ?? [])

/**
 * The network of another zone that this other side lies in, or null. “Everybody” (0.0.0.0/0) names no zone: the border itself
 * still holds. Ranges of different systems may be the same: one that the system's own zone has as well is meant there.
 */
export function foreignNetworkOf(remote: string, facts: GateFacts): ZoneRange | null {
  const asked = parseCidr4(remote)
  if (asked === null || asked.prefix === 0) return null
  const near = facts.zoneRanges.filter(({ networkZone }) => networkZone === facts.networkZone)
  if (rangesOf(near.map(({ cidr }) => cidr)).some((range) => holds(range, asked))) return null
  const open = facts.crossZoneAccess.filter(({ until }) => until >= facts.today).flatMap(({ cidrs }) => cidrs)
  if (rangesOf(open).some((range) => holds(range, asked))) return null
  const far = facts.zoneRanges.filter(({ networkZone }) => networkZone !== facts.networkZone)
  return far.find(({ cidr }) => rangesOf([cidr]).some((range) => overlap(range, asked))) ?? null
}

const crossZone: GateRule = {
  key: 'cross-zone',
  title: { zh: '跨网络区访问', en: 'Access across network zones' },
  source: CLAUSES.crossZone,
  requirement: 'R10',
  kinds: ['new', 'change'],
  ask(facts) {
    if (facts.lines.every(({ remotes }) => remotes.length === 0)) return null
    const found = facts.lines.flatMap(({ number, remotes }) =>
      remotes.flatMap((remote) => {
        const network = foreignNetworkOf(remote, facts)
        return network === null ? [] : [{ number, remote, network }]
      }),
    )
    const [first] = found
    if (first === undefined) return pass('规则不跨网络区。', 'The rules stay within the network zone.')
    const lines = [...new Set(found.map(({ number }) => number))]
    const { remote, network } = first
    const words = NETWORK_ZONE_WORDS[network.networkZone]
    return {
      state: 'block',
      reason: 'request.gate.cross_zone',
      details: { lines: listed(lines), remote, zone: words.zh, name: network.name },
      detailsEn: { lines: lines.join(', '), zone: words.en },
      lines,
    }
  },
}

export const gatesOfZones: readonly GateRule[] = [crossZone]
