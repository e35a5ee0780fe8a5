/**
 * In what the two sides differ, field by field, and the one step that would close each gap. Only what the cloud told is
 * compared: a field that it does not report is not a difference. Order is the order of the steps.
 */
import type { Difference, ResourceSpecOf, SecurityRule } from '@yunheng/contract'
import type { Change, Listener, Observed, Spec } from '../../cloud/index.ts'
import { buildListeners, listenerWords } from './listeners.ts'
import type { Intended, Refs } from './resolve.ts'
import { ruleKey } from './resolve.ts'

export interface Gap extends Difference {
  /** The step that closes it; null when no step can (another range, another image). */
  readonly change: Change | null
  /** Ids of our own resources that the step waits for. */
  readonly waitsFor: readonly string[]
}

type Fields = Readonly<Record<string, unknown>>

export function gapsOf(
  intended: Intended,
  observed: Pick<Observed, 'name' | 'spec'>,
  refs: Refs,
): readonly Gap[] {
  const fields = observed.spec as Fields
  const { spec } = intended
  const gaps: Gap[] = []
  if (NAMED.has(spec.kind) && observed.name !== intended.name)
    gaps.push(gap('name', intended.name, observed.name, { type: 'rename', name: intended.name }))
  switch (spec.kind) {
    case 'server':
      gaps.push(...serverGaps(spec, fields, refs))
      break
    case 'volume':
      gaps.push(...volumeGaps(spec, fields, refs))
      break
    case 'floating-ip':
      gaps.push(...attachmentGaps(spec.serverId, fields, refs))
      break
    case 'security-group':
      gaps.push(...ruleGaps(spec.rules, fields))
      break
    case 'router':
      gaps.push(...routerGaps(spec, fields, refs))
      break
    case 'load-balancer':
      gaps.push(...listenerGaps(spec, fields, refs))
      break
    case 'bucket':
      if (typeof fields.quotaGiB === 'number' && fields.quotaGiB !== spec.quotaGiB) {
        const { quotaGiB } = spec
        gaps.push(gap('quotaGiB', quotaGiB, fields.quotaGiB, { type: 'quota', quotaGiB }))
      }
      break
    case 'subnet':
      if (typeof fields.cidr === 'string' && fields.cidr !== spec.cidr)
        gaps.push(gap('cidr', spec.cidr, fields.cidr, null))
      break
    default:
  }
  return gaps
}

/** Kinds whose name the cloud keeps and lets change; a key pair's name is its identity, an address has none. */
const NAMED: ReadonlySet<Spec['kind'] | 'service'> = new Set([
  'project',
  'network',
  'subnet',
  'router',
  'security-group',
  'volume',
  'snapshot',
  'backup',
  'server',
  'load-balancer',
  'bucket',
])

function serverGaps(spec: ResourceSpecOf<'server'>, observed: Fields, refs: Refs): readonly Gap[] {
  const gaps: Gap[] = []
  const groups = refsGap('securityGroups', spec.securityGroupIds, observed.securityGroupRefs, refs)
  if (groups)
    gaps.push({ ...groups.gap, change: { type: 'security-groups', securityGroupRefs: groups.wanted } })
  const sizes = ['vcpus', 'memoryMiB', 'rootDiskGiB'] as const
  for (const field of sizes) {
    const seen = observed[field]
    if (typeof seen !== 'number' || seen === spec[field]) continue
    const { vcpus, memoryMiB, rootDiskGiB } = spec
    // No cloud makes a system disk smaller: then the gap stands until a person decides.
    const shrinks = typeof observed.rootDiskGiB === 'number' && observed.rootDiskGiB > rootDiskGiB
    const change = shrinks ? null : ({ type: 'resize', vcpus, memoryMiB, rootDiskGiB } as const)
    gaps.push(gap(field, spec[field], seen, change))
  }
  gaps.push(...rebuildGap(spec, observed), ...rescueGap(spec, observed))
  if (typeof observed.power === 'string' && observed.power !== spec.power)
    gaps.push(gap('power', spec.power, observed.power, { type: 'power', power: spec.power }))
  const reboots = observed.rebootGeneration
  // A server that is to be off is not rebooted; what was asked before it was stopped has nothing left to do.
  if (typeof reboots === 'number' && reboots < spec.rebootGeneration && spec.power === 'on')
    gaps.push(
      gap('reboot', spec.rebootGeneration, reboots, { type: 'reboot', generation: spec.rebootGeneration }),
    )
  return gaps
}

function rebuildGap(spec: ResourceSpecOf<'server'>, observed: Fields): readonly Gap[] {
  const wanted = spec.rebuildGeneration ?? 0
  const seen = typeof observed.rebuildGeneration === 'number' ? observed.rebuildGeneration : 0
  if (seen >= wanted) return []
  return [gap('rebuild', wanted, seen, { type: 'rebuild', generation: wanted, image: spec.image })]
}

/** Told only of a server that is in rescue: silence means that it is not. */
function rescueGap(spec: ResourceSpecOf<'server'>, observed: Fields): readonly Gap[] {
  const [wanted, seen] = [spec.isRescued === true, observed.isRescued === true]
  return wanted === seen ? [] : [gap('rescue', wanted, seen, { type: 'rescue', on: wanted })]
}

function volumeGaps(spec: ResourceSpecOf<'volume'>, observed: Fields, refs: Refs): readonly Gap[] {
  const size = observed.sizeGiB
  const grows = typeof size === 'number' && size < spec.sizeGiB
  const extend = grows ? ({ type: 'extend', sizeGiB: spec.sizeGiB } as const) : null
  const sizes =
    typeof size === 'number' && size !== spec.sizeGiB ? [gap('sizeGiB', spec.sizeGiB, size, extend)] : []
  return [...sizes, ...attachmentGaps(spec.serverId, observed, refs)]
}

/** Attached to another than wanted: first let go, then taken up, one step at a time. */
function attachmentGaps(serverId: string | null, observed: Fields, refs: Refs): readonly Gap[] {
  if (!('serverRef' in observed)) return []
  const seen = typeof observed.serverRef === 'string' ? observed.serverRef : null
  const wanted = serverId === null ? null : (refs.get(serverId) ?? null)
  if (serverId !== null && wanted === null)
    return [{ ...gap('server', serverId, seen, null), waitsFor: [serverId] }]
  if (wanted === seen) return []
  if (seen !== null) return [gap('server', wanted, seen, { type: 'detach' })]
  return [gap('server', wanted, seen, { type: 'attach', serverRef: wanted as string })]
}

function ruleGaps(wanted: readonly SecurityRule[], observed: Fields): readonly Gap[] {
  if (!Array.isArray(observed.rules)) return []
  const seen = (observed.rules as readonly SecurityRule[]).map(ruleKey)
  const sides = apart(wanted.map(ruleKey), seen)
  return sides === null ? [] : [gap('rules', ...sides, { type: 'rules', rules: wanted })]
}

/** What each side has that the other has not, in words; null when they have the same. */
function apart(
  wanted: readonly string[],
  observed: readonly string[],
): readonly [string | null, string | null] | null {
  const [left, right] = [new Set(wanted), new Set(observed)]
  if (left.size === right.size && [...left].every((key) => right.has(key))) return null
  const text = (keys: ReadonlySet<string>, other: ReadonlySet<string>) =>
    [...keys]
      .filter((key) => !other.has(key))
      .sort()
      .join('; ')
      .slice(0, 500) || null
  return [text(left, right), text(right, left)]
}

function listenerGaps(spec: ResourceSpecOf<'load-balancer'>, observed: Fields, refs: Refs): readonly Gap[] {
  if (!Array.isArray(observed.listeners)) return []
  const ids = [...new Set(spec.listeners.flatMap(({ serverIds }) => serverIds))]
  const listeners = buildListeners(spec.listeners, (id) => refs.get(id) ?? id)
  const seen = (observed.listeners as readonly Listener[]).map(listenerWords)
  const sides = apart(listeners.map(listenerWords), seen)
  if (sides === null) return []
  const waitsFor = ids.filter((id) => !refs.get(id))
  const change = waitsFor.length > 0 ? null : ({ type: 'listeners', listeners } as const)
  return [{ ...gap('listeners', ...sides, change), waitsFor }]
}

function routerGaps(spec: ResourceSpecOf<'router'>, observed: Fields, refs: Refs): readonly Gap[] {
  const gaps: Gap[] = []
  const subnets = refsGap('subnets', spec.subnetIds, observed.subnetRefs, refs)
  if (subnets) gaps.push({ ...subnets.gap, change: { type: 'subnets', subnetRefs: subnets.wanted } })
  const { externalNetwork } = spec
  if ('externalNetwork' in observed && observed.externalNetwork !== externalNetwork)
    gaps.push(
      gap('externalNetwork', externalNetwork, observed.externalNetwork, { type: 'gateway', externalNetwork }),
    )
  return gaps
}

function refsGap(field: string, ids: readonly string[], observed: unknown, refs: Refs) {
  if (!Array.isArray(observed)) return null
  const waitsFor = ids.filter((id) => !refs.get(id))
  const wanted = ids.flatMap((id) => refs.get(id) ?? [])
  const seen = observed as readonly string[]
  const same =
    waitsFor.length === 0 && wanted.length === seen.length && wanted.every((ref) => seen.includes(ref))
  if (same) return null
  return {
    wanted,
    gap: { ...gap(field, [...wanted].sort().join(', '), [...seen].sort().join(', '), null), waitsFor },
  }
}

function gap(field: string, desired: unknown, observed: unknown, change: Change | null): Gap {
  return { field, desired: toText(desired), observed: toText(observed), change, waitsFor: [] }
}

function toText(value: unknown): string | null {
  return value === null || value === undefined || value === '' ? null : String(value)
}
