/** What may be done with a resource in its present condition: reason codes, or null when nothing is against it. */
import type { ReasonCode, ResourceAction, ResourceKind } from '@yunheng/contract'
import { isCooling, type ResourceRow } from './resource.ts'

type Rule = (row: ResourceRow, now: Date) => ReasonCode | null

/** What was made without an approval is given back without one. */
const WITHOUT_APPROVAL: ReadonlySet<ResourceKind> = new Set([
  'snapshot',
  'backup',
  'key-pair',
  'security-group',
])

const only =
  (kinds: readonly ResourceKind[], more: Rule = () => null): Rule =>
  (row, now) => {
    if (!kinds.includes(row.kind)) return 'resource.wrong_kind'
    return row.presence === 'absent' ? 'resource.given_back' : more(row, now)
  }

const powerIs =
  (power: 'on' | 'off'): Rule =>
  (row) =>
    row.spec.kind === 'server' && row.spec.power === power && row.observed_spec?.power === power
      ? 'resource.already_so'
      : null

const isReady: Rule = (row) => (row.provisioned_at === null ? 'resource.not_ready' : null)
const byRequest: Rule = () => 'resource.change_by_request'
const isShared: Rule = (row) => (row.ground === null ? null : 'resource.wrong_kind')

/** One line per verb. Verbs that go by a request say so; the request's own gates say the rest. */
const RULES: Readonly<Record<ResourceAction, Rule>> = {
  start: only(['server'], powerIs('on')),
  stop: only(['server'], (row, now) => powerIs('off')(row, now) ?? isRescued(row)),
  reboot: only(['server'], (row, now) => isReady(row, now) ?? isRunning(row) ?? isRescued(row)),
  console: only(['server'], (row, now) => isReady(row, now) ?? isRunning(row)),
  rescue: only(
    ['server'],
    (row, now) => isReady(row, now) ?? cannotBe('rescue', row) ?? isRunning(row) ?? isRescued(row),
  ),
  unrescue: only(['server'], (row) => (isRescued(row) === null ? 'resource.not_rescued' : null)),
  reinstall: only(['server'], (row, now) => isReady(row, now) ?? cannotBe('rebuild', row) ?? isRescued(row)),
  rename: only(
    [
      'server',
      'volume',
      'snapshot',
      'backup',
      'security-group',
      'network',
      'subnet',
      'load-balancer',
      'bucket',
    ],
    isShared,
  ),
  attach: only(['volume', 'floating-ip'], isReady),
  detach: only(['volume', 'floating-ip'], (row) => (serverOf(row) === null ? 'resource.not_attached' : null)),
  snapshot: only(['volume'], isReady),
  backup: only(['volume'], isReady),
  setRules: only(['security-group']),
  setSecurityGroups: only(['server']),
  setListeners: only(['load-balancer']),
  resize: only(['server'], byRequest),
  extend: only(['volume', 'bucket'], byRequest),
  renew: only(['server', 'volume', 'floating-ip', 'load-balancer', 'bucket', 'service'], byRequest),
  release: only(
    [
      'server',
      'volume',
      'floating-ip',
      'load-balancer',
      'bucket',
      'service',
      'snapshot',
      'backup',
      'key-pair',
      'security-group',
      'network',
      'subnet',
    ],
    (row) =>
      row.ground !== null ? 'resource.wrong_kind' : needsRequest(row) ? 'resource.release_by_request' : null,
  ),
  restore: (row, now) => (isCooling(row, now) ? null : 'resource.not_cooling'),
  retry: (row) => (row.conditions.some(({ type }) => type !== 'Waiting') ? null : 'resource.nothing_wrong'),
  recreate: (row) => (row.state === 'missing' ? null : 'resource.not_missing'),
  acceptObserved: (row) =>
    row.agreement === 'tilted' && row.observed_state === 'ready' && row.differences.length > 0
      ? null
      : 'resource.no_drift',
  move: (row) => {
    if (row.placement_id === null || row.presence === 'absent') return 'resource.wrong_kind'
    return row.built_at === null ? null : 'placement.built_already'
  },
}

export function refuseAction(verb: ResourceAction, row: ResourceRow, now: Date): ReasonCode | null {
  return RULES[verb](row, now)
}

/** What not every cloud can do: the step, or the ability, that its connector must have. */
const NEEDED: Readonly<Partial<Record<ResourceAction, string>>> = {
  console: 'console',
  rescue: 'rescue',
  unrescue: 'rescue',
  reinstall: 'rebuild',
  backup: 'backup',
}

/** `abilities` null: the cloud has not been asked yet. */
export function refuseAbility(
  verb: ResourceAction,
  row: Pick<ResourceRow, 'kind'>,
  abilities: readonly string[] | null,
): ReasonCode | null {
  const needed = NEEDED[verb]
  // Of another kind it is refused for that, in words that fit.
  if (needed === undefined || row.kind !== (verb === 'backup' ? 'volume' : 'server')) return null
  return abilities?.includes(needed) ? null : 'resource.cloud_cannot'
}

export const needsAbility = (verb: ResourceAction): boolean => NEEDED[verb] !== undefined

function needsRequest(row: ResourceRow): boolean {
  return row.request_line_id !== null || !WITHOUT_APPROVAL.has(row.kind)
}

function isRescued(row: ResourceRow): ReasonCode | null {
  return row.spec.kind === 'server' && row.spec.isRescued === true ? 'resource.is_rescued' : null
}

/** What the cloud does to others of the kind, and said that it cannot do to this one. */
function cannotBe(step: string, { attributes }: ResourceRow): ReasonCode | null {
  const cannot = attributes?.cannot
  return Array.isArray(cannot) && cannot.includes(step) ? 'resource.cloud_cannot_this' : null
}

function isRunning(row: ResourceRow): ReasonCode | null {
  const runs = row.observed_state === 'ready' && row.observed_spec?.power === 'on'
  return runs && row.spec.kind === 'server' && row.spec.power === 'on' ? null : 'resource.not_running'
}

export function serverOf(row: ResourceRow): string | null {
  return row.spec.kind === 'volume' || row.spec.kind === 'floating-ip' ? row.spec.serverId : null
}
