/** Backups of volumes, by Cinder's backup service where the cloud runs one. */
import { ConnectorFault, type ExternalId, type Observed } from '../../modules/cloud/connector.ts'
import {
  instantAt,
  isObject,
  type Json,
  listAt,
  numberAt,
  objectAt,
  projectOf,
  textAt,
  textOrNull,
} from './answer.ts'
import type { Call } from './call.ts'
import { unless } from './fault.ts'
import type { Kind } from './kind.ts'
import { backupState } from './states.ts'
import { metadataOf, resourceOfMetadata } from './tag.ts'

function toObserved(json: Json, projectRef: string | null): Observed {
  const nativeState = textAt(json, 'status')
  const state = backupState(nativeState)
  const name = textOrNull(json, 'name') ?? ''
  return {
    kind: 'backup',
    externalId: textAt(json, 'id'),
    resourceId: resourceOfMetadata(json),
    projectRef: textOrNull(json, 'os-backup-project-attr:project_id') ?? projectOf(json) ?? projectRef,
    name,
    state,
    nativeState,
    spec: { kind: 'backup', name, volumeRef: textAt(json, 'volume_id') },
    attributes: { sizeGiB: numberAt(json, 'size') },
    fault: state === 'error' ? (textOrNull(json, 'fail_reason') ?? nativeState) : null,
    createdAt: instantAt(json, 'created_at'),
  }
}

async function find(call: Call, ref: ExternalId): Promise<Json | null> {
  const answer = await call.find('volume', ['backups', ref])
  return answer && objectAt(answer, 'backup')
}

const SERVICE_LIFE_MS = 10 * 60_000

/**
 * Cinder has its interface for backups also where nothing makes them: whether something does, its list of services tells.
 * Asked with every pass of every resource, so a question that fails must not stand in the way of the others.
 */
export async function hasBackups(admin: Call): Promise<boolean> {
  const known = 'backup service, last known'
  try {
    return await admin.memo.shared('backup service', SERVICE_LIFE_MS, async () => {
      const answer = await admin.get('volume', ['os-services'], { binary: 'cinder-backup' })
      const isThere = listAt(answer, 'services').some((one) => one.status === 'enabled')
      admin.memo.keep(known, Number.POSITIVE_INFINITY, isThere)
      return isThere
    })
  } catch (error) {
    if (!(error instanceof ConnectorFault)) throw error
    return admin.memo.peek<boolean>(known) ?? false
  }
}

export const backups: Kind<'backup'> = {
  changes: {
    async rename(call, ref, { name }) {
      await call.put('volume', ['backups', ref], { backup: { name } })
    },
  },
  /** Cinder finds backups by name, state and volume alone: so all of the project's are looked through. */
  async find(call, resourceId) {
    const rows = await call.list('volume', ['backups', 'detail'], 'backups')
    const own = rows.filter((row) => resourceOfMetadata(row) === resourceId)
    return own.map((row) => toObserved(row, call.projectRef))
  },
  async observe(call, ref) {
    const json = await find(call, ref)
    return json && toObserved(json, call.projectRef)
  },
  async create(call, resourceId, { name, volumeRef }) {
    // force: also of a volume in use, as with a snapshot. The answer to a creation is the id and the name alone.
    const backup = { name, volume_id: volumeRef, force: true, metadata: metadataOf(resourceId) }
    const json = objectAt(await call.post('volume', ['backups'], { backup }), 'backup')
    const made = await find(call, textAt(json, 'id'))
    return toObserved(made ?? { ...json, ...backup, status: 'creating', size: 0 }, call.projectRef)
  },
  async claim(call, ref, resourceId) {
    const json = await find(call, ref)
    const before = isObject(json?.metadata) ? json.metadata : {}
    await call.put('volume', ['backups', ref], {
      backup: { metadata: { ...before, ...metadataOf(resourceId) } },
    })
  },
  async remove(call, ref) {
    const json = await find(call, ref)
    if (!json || backupState(textAt(json, 'status')) === 'removing') return
    await unless('not-found', call.delete('volume', ['backups', ref]), {})
  },
  async *pages(call) {
    const query = { all_tenants: 1, sort: 'id:asc' }
    for await (const page of call.pages('volume', ['backups', 'detail'], 'backups', query))
      yield page.map((row) => toObserved(row, null))
  },
}
