/** OpenStack's states → ours, one table a service. A word that is in no table is `unknown`, never a guess. */
import type { ObservedState } from '../../modules/cloud/connector.ts'

type States = Readonly<Record<string, ObservedState>>

const SERVER: States = {
  ACTIVE: 'ready',
  BUILD: 'building',
  DELETED: 'removing',
  ERROR: 'error',
  HARD_REBOOT: 'changing',
  MIGRATING: 'changing',
  PASSWORD: 'changing',
  PAUSED: 'ready',
  REBOOT: 'changing',
  REBUILD: 'changing',
  RESCUE: 'ready',
  RESIZE: 'changing',
  REVERT_RESIZE: 'changing',
  SHELVED: 'ready',
  SHELVED_OFFLOADED: 'ready',
  SHUTOFF: 'ready',
  // In the cloud's recycle bin: it stands, does not run, and can be had back.
  SOFT_DELETED: 'ready',
  SUSPENDED: 'ready',
  VERIFY_RESIZE: 'needs-confirm',
}

/** Anything but ACTIVE does not run. PAUSED and SUSPENDED hold memory, but serve nobody. */
const SERVER_POWER: Readonly<Record<string, 'on' | 'off'>> = {
  ACTIVE: 'on',
  HARD_REBOOT: 'on',
  MIGRATING: 'on',
  PASSWORD: 'on',
  REBOOT: 'on',
  RESCUE: 'on',
  PAUSED: 'off',
  SHELVED: 'off',
  SHELVED_OFFLOADED: 'off',
  SHUTOFF: 'off',
  SOFT_DELETED: 'off',
  SUSPENDED: 'off',
}

export const RESCUED = 'RESCUE'

/** The action that brings a server of this status to run. */
export const POWER_ON_ACTION: Readonly<Record<string, string>> = {
  PAUSED: 'unpause',
  SHELVED: 'unshelve',
  SHELVED_OFFLOADED: 'unshelve',
  SHUTOFF: 'os-start',
  SOFT_DELETED: 'restore',
  SUSPENDED: 'resume',
}

const VOLUME: States = {
  attaching: 'changing',
  available: 'ready',
  'awaiting-transfer': 'changing',
  'backing-up': 'changing',
  creating: 'building',
  deleting: 'removing',
  detaching: 'changing',
  downloading: 'building',
  error: 'error',
  error_backing_up: 'error',
  error_deleting: 'error',
  error_extending: 'error',
  error_managing: 'error',
  error_restoring: 'error',
  extending: 'changing',
  'in-use': 'ready',
  maintenance: 'changing',
  managing: 'building',
  reserved: 'changing',
  'restoring-backup': 'changing',
  retyping: 'changing',
  unmanaging: 'removing',
  uploading: 'changing',
}

const SNAPSHOT: States = {
  available: 'ready',
  'backing-up': 'changing',
  creating: 'building',
  deleting: 'removing',
  error: 'error',
  error_deleting: 'error',
  restoring: 'changing',
  unmanaging: 'removing',
}

const BACKUP: States = {
  available: 'ready',
  creating: 'building',
  deleting: 'removing',
  error: 'error',
  error_deleting: 'error',
  error_restoring: 'error',
  restoring: 'changing',
}

/** DOWN is a network switched off by its administrator, or a floating IP that goes nowhere: both are as made. */
const NETWORK: States = {
  ACTIVE: 'ready',
  ALLOCATING: 'building',
  BUILD: 'building',
  DOWN: 'ready',
  ERROR: 'error',
  PENDING_CREATE: 'building',
  PENDING_UPDATE: 'changing',
  PENDING_DELETE: 'removing',
}

export const volumeState = (status: string): ObservedState => VOLUME[status] ?? 'unknown'
export const snapshotState = (status: string): ObservedState => SNAPSHOT[status] ?? 'unknown'
export const backupState = (status: string): ObservedState => BACKUP[status] ?? 'unknown'
export const networkState = (status: string): ObservedState => NETWORK[status.toUpperCase()] ?? 'unknown'

/** A task under way on a standing server means that it is being changed, whatever its status still says. */
export function serverState(status: string, task: string | null): ObservedState {
  const state = SERVER[status] ?? 'unknown'
  if (task === null) return state
  if (task === 'deleting' || task === 'soft-deleting') return 'removing'
  return state === 'ready' || state === 'needs-confirm' || state === 'error' ? 'changing' : state
}

export function serverPower(status: string): 'on' | 'off' | null {
  return SERVER_POWER[status] ?? null
}
