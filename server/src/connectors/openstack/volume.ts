import type { ExternalId, Observed } from '../../modules/cloud/connector.ts'
import {
  instantAt,
  type Json,
  listAt,
  listOrEmpty,
  numberAt,
  objectAt,
  projectOf,
  textAt,
  textOrNull,
} from './answer.ts'
import type { Call } from './call.ts'
import { refuse, unless } from './fault.ts'
import { imageId } from './image.ts'
import type { Kind } from './kind.ts'
import { volumeState } from './states.ts'
import { metadataFilter, metadataOf, resourceOfMetadata } from './tag.ts'

function attachmentOf(json: Json): Json | null {
  return listOrEmpty(json, 'attachments').find((one) => textOrNull(one, 'server_id') !== null) ?? null
}

function attachedTo(json: Json): ExternalId | null {
  const attachment = attachmentOf(json)
  return attachment && textOrNull(attachment, 'server_id')
}

function toObserved(json: Json, projectRef: string | null): Observed {
  const nativeState = textAt(json, 'status')
  const state = volumeState(nativeState)
  const name = textOrNull(json, 'name') ?? ''
  const attachment = attachmentOf(json)
  return {
    kind: 'volume',
    externalId: textAt(json, 'id'),
    resourceId: resourceOfMetadata(json),
    projectRef: textOrNull(json, 'os-vol-tenant-attr:tenant_id') ?? projectOf(json) ?? projectRef,
    name,
    state,
    nativeState,
    spec: {
      kind: 'volume',
      name,
      sizeGiB: numberAt(json, 'size'),
      volumeType: textOrNull(json, 'volume_type'),
      serverRef: attachedTo(json),
    },
    attributes: {
      device: attachment && textOrNull(attachment, 'device'),
      zone: textOrNull(json, 'availability_zone'),
      encrypted: json.encrypted === true,
      bootable: json.bootable === 'true',
    },
    fault: state === 'error' ? nativeState : null,
    createdAt: instantAt(json, 'created_at'),
  }
}

async function find(call: Call, ref: ExternalId): Promise<Json | null> {
  const answer = await call.find('volume', ['volumes', ref])
  return answer && objectAt(answer, 'volume')
}

async function get(call: Call, ref: ExternalId): Promise<Json> {
  const json = await find(call, ref)
  if (!json) throw refuse('not-found', `no volume ${ref}`)
  return json
}

async function extend(call: Call, ref: ExternalId, sizeGiB: number): Promise<void> {
  const json = await get(call, ref)
  const size = numberAt(json, 'size')
  if (size === sizeGiB) return
  if (size > sizeGiB) throw refuse('invalid', `volume ${ref} has ${size} GiB and cannot shrink to ${sizeGiB}`)
  // Cinder shows the old size while it grows.
  if (textAt(json, 'status') === 'extending') return
  await call.post('volume', ['volumes', ref, 'action'], { 'os-extend': { new_size: sizeGiB } })
}

/** Nova's own record of the attachment is there as soon as it has accepted it, before the volume says so. */
async function isTaken(call: Call, ref: ExternalId, serverRef: ExternalId): Promise<boolean> {
  return (await call.find('compute', ['servers', serverRef, 'os-volume_attachments', ref])) !== null
}

async function attach(call: Call, ref: ExternalId, serverRef: ExternalId): Promise<void> {
  const json = await get(call, ref)
  const holder = attachedTo(json)
  if (holder === serverRef) return
  if (holder !== null) throw refuse('conflict', `volume ${ref} is attached to server ${holder}`)
  if (textAt(json, 'status') !== 'available' && (await isTaken(call, ref, serverRef))) return
  await call.post('compute', ['servers', serverRef, 'os-volume_attachments'], {
    volumeAttachment: { volumeId: ref },
  })
}

async function detach(call: Call, ref: ExternalId): Promise<void> {
  const json = await get(call, ref)
  const holder = attachedTo(json)
  if (holder === null || textAt(json, 'status') === 'detaching') return
  await unless('not-found', call.delete('compute', ['servers', holder, 'os-volume_attachments', ref]), {})
}

/** Cinder would refuse it as well, but only after we had detached it. */
async function refuseWithSnapshots(call: Call, ref: ExternalId): Promise<void> {
  const snapshots = listAt(await call.get('volume', ['snapshots'], { volume_id: ref, limit: 1 }), 'snapshots')
  if (snapshots.length > 0) throw refuse('conflict', `volume ${ref} has snapshots`)
}

/** Cinder makes volumes out of backups since Queens. */
const FROM_BACKUP = '3.47'

export const volumes: Kind<'volume'> = {
  changes: {
    extend: (call, ref, { sizeGiB }) => extend(call, ref, sizeGiB),
    attach: (call, ref, { serverRef }) => attach(call, ref, serverRef),
    detach: (call, ref) => detach(call, ref),
    async rename(call, ref, { name }) {
      await call.put('volume', ['volumes', ref], { volume: { name } })
    },
  },
  async find(call, resourceId) {
    const query = { metadata: metadataFilter(resourceId) }
    const rows = listAt(await call.get('volume', ['volumes', 'detail'], query), 'volumes')
    return rows.map((row) => toObserved(row, call.projectRef))
  },
  async observe(call, ref) {
    const json = await find(call, ref)
    return json && toObserved(json, call.projectRef)
  },
  async create(call, resourceId, { name, sizeGiB, volumeType, backupRef, image }) {
    const volume = {
      name,
      size: sizeGiB,
      metadata: metadataOf(resourceId),
      ...(volumeType === null ? {} : { volume_type: volumeType }),
      ...(backupRef ? { backup_id: backupRef } : {}),
      ...(image === undefined ? {} : { imageRef: await imageId(call, image) }),
    }
    const answer = await call.post('volume', ['volumes'], { volume }, backupRef ? FROM_BACKUP : undefined)
    return toObserved(objectAt(answer, 'volume'), call.projectRef)
  },
  async claim(call, ref, resourceId) {
    await call.post('volume', ['volumes', ref, 'metadata'], { metadata: metadataOf(resourceId) })
  },
  /** First off its server; the caller asks again, and then it goes. */
  async remove(call, ref) {
    const json = await find(call, ref)
    if (!json || volumeState(textAt(json, 'status')) === 'removing') return
    await refuseWithSnapshots(call, ref)
    if (attachedTo(json) !== null) return detach(call, ref)
    await unless('not-found', call.delete('volume', ['volumes', ref]), {})
  },
  async *pages(call) {
    const query = { all_tenants: 1, sort: 'id:asc' }
    for await (const page of call.pages('volume', ['volumes', 'detail'], 'volumes', query))
      yield page.map((row) => toObserved(row, null))
  },
}
