import type { ExternalId, Observed } from '../../modules/cloud/connector.ts'
import { instantAt, type Json, listAt, numberAt, objectAt, projectOf, textAt, textOrNull } from './answer.ts'
import type { Call } from './call.ts'
import { unless } from './fault.ts'
import type { Kind } from './kind.ts'
import { snapshotState } from './states.ts'
import { metadataFilter, metadataOf, resourceOfMetadata } from './tag.ts'

function toObserved(json: Json, projectRef: string | null): Observed {
  const nativeState = textAt(json, 'status')
  const state = snapshotState(nativeState)
  const name = textOrNull(json, 'name') ?? ''
  return {
    kind: 'snapshot',
    externalId: textAt(json, 'id'),
    resourceId: resourceOfMetadata(json),
    projectRef:
      textOrNull(json, 'os-extended-snapshot-attributes:project_id') ?? projectOf(json) ?? projectRef,
    name,
    state,
    nativeState,
    spec: { kind: 'snapshot', name, volumeRef: textAt(json, 'volume_id') },
    attributes: { sizeGiB: numberAt(json, 'size') },
    fault: state === 'error' ? nativeState : null,
    createdAt: instantAt(json, 'created_at'),
  }
}

async function find(call: Call, ref: ExternalId): Promise<Json | null> {
  const answer = await call.find('volume', ['snapshots', ref])
  return answer && objectAt(answer, 'snapshot')
}

export const snapshots: Kind<'snapshot'> = {
  changes: {
    async rename(call, ref, { name }) {
      await call.put('volume', ['snapshots', ref], { snapshot: { name } })
    },
  },
  async find(call, resourceId) {
    const query = { metadata: metadataFilter(resourceId) }
    const rows = listAt(await call.get('volume', ['snapshots', 'detail'], query), 'snapshots')
    return rows.map((row) => toObserved(row, call.projectRef))
  },
  async observe(call, ref) {
    const json = await find(call, ref)
    return json && toObserved(json, call.projectRef)
  },
  async create(call, resourceId, { name, volumeRef }) {
    // force: also of a volume in use; what the server has not yet written is not in it, as with pulling the plug.
    const snapshot = { name, volume_id: volumeRef, force: true, metadata: metadataOf(resourceId) }
    const json = objectAt(await call.post('volume', ['snapshots'], { snapshot }), 'snapshot')
    return toObserved(json, call.projectRef)
  },
  async claim(call, ref, resourceId) {
    await call.post('volume', ['snapshots', ref, 'metadata'], { metadata: metadataOf(resourceId) })
  },
  async remove(call, ref) {
    const json = await find(call, ref)
    if (!json || snapshotState(textAt(json, 'status')) === 'removing') return
    await unless('not-found', call.delete('volume', ['snapshots', ref]), {})
  },
  async *pages(call) {
    const query = { all_tenants: 1, sort: 'id:asc' }
    for await (const page of call.pages('volume', ['snapshots', 'detail'], 'snapshots', query))
      yield page.map((row) => toObserved(row, null))
  },
}
