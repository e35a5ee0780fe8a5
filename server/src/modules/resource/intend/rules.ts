/** Rules of security groups, written the one way that clouds give them back. */

import { isIP } from 'node:net'
import type { SecurityRule } from '@yunheng/contract'
import { refuse } from '../../../platform/errors.ts'
import { ruleKey } from '../reconcile/resolve.ts'

/** What every server of a system has: it may reach everything, and those of its own network reach it. */
export function defaultRules(cidr: string): SecurityRule[] {
  const open = { protocol: 'any', portFrom: null, portTo: null } as const
  return [
    { direction: 'egress', ...open, remoteCidr: '0.0.0.0/0' },
    { direction: 'ingress', ...open, remoteCidr: cidr },
  ]
}

/** @throws `resource.rule_invalid` naming the first bad row, from 1. Double rules are one. */
export function normaliseRules(rules: readonly SecurityRule[]): SecurityRule[] {
  const byKey = new Map<string, SecurityRule>()
  for (const [index, rule] of rules.entries()) {
    const remoteCidr = toNetwork(rule.remoteCidr)
    if (remoteCidr === null || !portsFit(rule))
      refuse('resource.rule_invalid', { details: { row: index + 1 } })
    const clean = { ...rule, remoteCidr: remoteCidr as string }
    byKey.set(ruleKey(clean), clean)
  }
  return [...byKey.values()]
}

function portsFit({ protocol, portFrom, portTo }: SecurityRule): boolean {
  if ((portFrom === null) !== (portTo === null)) return false
  if (portFrom === null || portTo === null) return true
  return (protocol === 'tcp' || protocol === 'udp') && portFrom <= portTo
}

/** The range with its host bits cleared (`10.1.2.3/8` is `10.0.0.0/8`), or null when it is none. */
export function toNetwork(cidr: string): string | null {
  const [address = '', length = '', ...rest] = cidr.split('/')
  if (rest.length > 0 || !/^\d{1,3}$/.test(length)) return null
  const bits = Number(length)
  if (isIP(address) === 6) return bits <= 128 ? `${address.toLowerCase()}/${bits}` : null
  if (isIP(address) !== 4 || bits > 32) return null
  const value = address.split('.').reduce((sum, part) => sum * 256 + Number(part), 0)
  const size = 2 ** (32 - bits)
  const first = Math.floor(value / size) * size
  return `${[24, 16, 8, 0].map((shift) => Math.floor(first / 2 ** shift) % 256).join('.')}/${bits}`
}

/** Rules out of a request's parameters. @throws `resource.parameter_invalid` when they are not rules at all. */
export function parseRules(value: unknown): readonly SecurityRule[] {
  const fits = Array.isArray(value) && value.length <= 200 && value.every(isRule)
  return fits
    ? (value as readonly SecurityRule[])
    : refuse('resource.parameter_invalid', { details: { name: 'rules' } })
}

function isRule(value: unknown): value is SecurityRule {
  const rule = (value ?? {}) as Record<string, unknown>
  const isPort = (port: unknown) =>
    port === null || (Number.isInteger(port) && Number(port) >= 1 && Number(port) <= 65_535)
  return (
    (rule.direction === 'ingress' || rule.direction === 'egress') &&
    ['tcp', 'udp', 'icmp', 'any'].includes(String(rule.protocol)) &&
    isPort(rule.portFrom) &&
    isPort(rule.portTo) &&
    typeof rule.remoteCidr === 'string'
  )
}
