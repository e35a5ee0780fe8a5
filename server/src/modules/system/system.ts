/** Rules of the ledger of systems. Each returns a reason code, or null when nothing is against it. */
import type { AccessPath, NetworkZone, ReasonCode, SystemCreate, SystemLifecycle } from '@yunheng/contract'

type Fields = Pick<
  SystemCreate,
  | 'classification'
  | 'protectionLevel'
  | 'deployment'
  | 'exemption'
  | 'kind'
  | 'networkZone'
  | 'accessPaths'
  | 'waveId'
>

/** Systems of this level and above do not go on the cloud (宿政办发〔2022〕58号; 长政办发〔2018〕22号). */
const LEVEL_OFF_CLOUD = 4

/** Days of trial running before formal running (平顶山市政务云使用流程, 2020-05-27). */
export const TRIAL_DAYS_MIN = 30

/** The network that users of each zone come from (R11). */
const PATH_OF_ZONE: Readonly<Record<NetworkZone, AccessPath>> = {
  internet: 'internet',
  'government-extranet': 'government-extranet',
  'dedicated-line': 'government-private-network',
}

/** Whether a system with these facts may stand in the ledger. */
export function refuseFacts(facts: Fields): ReasonCode | null {
  if (facts.classification === 'classified') return 'system.classified'
  const isExempt = facts.deployment === 'exempt'
  if (facts.protectionLevel >= LEVEL_OFF_CLOUD && !isExempt) return 'system.level_not_on_cloud'
  if (isExempt && facts.exemption === null) return 'system.exemption_required'
  if (!isExempt && facts.exemption !== null) return 'system.exemption_not_expected'
  if (facts.kind === 'new' && facts.deployment === 'to-migrate') return 'system.new_must_be_on_cloud'
  if (facts.kind === 'new' && facts.waveId !== null) return 'system.wave_not_expected'
  return refuseZone(facts.networkZone, facts.accessPaths) ? 'system.path_does_not_fit_zone' : null
}

/** Whether something of the system may stand in this zone: its users must be able to reach it there (R10, R11). */
export function refuseZone(zone: NetworkZone, accessPaths: readonly string[]): ReasonCode | null {
  return accessPaths.includes(PATH_OF_ZONE[zone]) ? null : 'system.zone_not_reachable'
}

/** The security standard does not change: a level may rise, never fall (R187). */
export function refuseLevel(before: number, after: number): ReasonCode | null {
  return after < before ? 'system.level_lowered' : null
}

export function refuseChange(system: { readonly lifecycle: SystemLifecycle }): ReasonCode | null {
  return system.lifecycle === 'retired' ? 'system.retired' : null
}

/** Whether resources may be applied for on its behalf (R46, R5). */
export function refuseApply(system: {
  readonly lifecycle: SystemLifecycle
  readonly deployment: SystemCreate['deployment']
  readonly responsible_person_id: string | null
}): ReasonCode | null {
  if (system.lifecycle === 'retired') return 'system.retired'
  if (system.deployment === 'exempt') return 'system.not_for_cloud'
  return system.responsible_person_id === null ? 'system.no_responsible_person' : null
}

const NEXT: Readonly<Record<SystemLifecycle, SystemLifecycle | null>> = {
  planned: 'building',
  building: 'trial',
  trial: 'running',
  running: null,
  retired: null,
}

/** The next stage only, and out of the trial only when it has lasted. */
export function refuseAdvance(
  system: { readonly lifecycle: SystemLifecycle; readonly trial_since: Date | null },
  to: SystemLifecycle,
  now: Date,
): ReasonCode | null {
  const refusal = refuseChange(system)
  if (refusal) return refusal
  if (NEXT[system.lifecycle] !== to) return 'system.stage_order'
  return to === 'running' && now < trialEnd(system.trial_since ?? now) ? 'system.trial_too_short' : null
}

export function trialEnd(since: Date): Date {
  return new Date(since.getTime() + TRIAL_DAYS_MIN * 86_400_000)
}
