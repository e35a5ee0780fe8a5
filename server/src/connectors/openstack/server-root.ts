/** Servers that start from a volume: Nova shows them without an image, and their volumes in no order that is promised. */
import { ConnectorFault, type ExternalId } from '../../modules/cloud/connector.ts'
import { isObject, type Json, listOrEmpty, textAt, textOrNull } from './answer.ts'
import type { Call } from './call.ts'
import { refuse } from './fault.ts'
import { rescueImageId } from './image.ts'
import { speaks } from './versions.ts'

export const startsFromVolume = (json: Json): boolean => !isObject(json.image)

/** It is the same for as long as the server is there. */
const LIFE_MS = 60 * 60_000

/** Null for a server with a disk of its own, and where Nova does not tell which of several it is. */
export async function rootVolumeOf(call: Call, json: Json): Promise<ExternalId | null> {
  if (!startsFromVolume(json)) return null
  const attached = listOrEmpty(json, 'os-extended-volumes:volumes_attached')
  const [first, second] = attached.map((one) => textAt(one, 'id'))
  if (first === undefined || second === undefined) return first ?? null
  const device = textOrNull(json, 'OS-EXT-SRV-ATTR:root_device_name')
  if (device === null) return null
  const ref = textAt(json, 'id')
  return call.memo.of(`root volume of ${ref}`, LIFE_MS, async () => {
    const answer = await call.admin().get('compute', ['servers', ref, 'os-volume_attachments'])
    const root = listOrEmpty(answer, 'volumeAttachments').find((one) => one.device === device)
    return root === undefined ? null : textAt(root, 'volumeId')
  })
}

/** What makes a server start from this volume; Nova lets go of it when the server goes, and leaves it. */
export function rootMapping(rootVolumeRef: ExternalId) {
  return {
    block_device_mapping_v2: [
      {
        boot_index: 0,
        uuid: rootVolumeRef,
        source_type: 'volume',
        destination_type: 'volume',
        delete_on_termination: false,
      },
    ],
  }
}

/** From when on Nova does this to a server that starts from a volume as well. */
const SINCE = { rebuild: '2.93', rescue: '2.87' } as const

type Act = keyof typeof SINCE

async function isKnown(call: Call, act: Act): Promise<boolean> {
  const versions = await call.versions('compute')
  return versions !== null && speaks(versions, SINCE[act])
}

/** The version to ask with; none in particular for a server with a disk of its own. */
export async function versionFor(call: Call, json: Json, act: Act): Promise<string | undefined> {
  if (!startsFromVolume(json)) return undefined
  if (await isKnown(call, act)) return SINCE[act]
  throw refuse('invalid', `this Nova knows no ${act} of a server that starts from a volume (${SINCE[act]})`)
}

/** From what a server that starts from a volume is rescued: Nova wants an image that says how it is attached. */
export async function rescueImageFor(
  call: Call,
  json: Json,
): Promise<{ readonly rescue_image_ref?: string }> {
  if (!startsFromVolume(json)) return {}
  const image = await rescueImageId(call)
  if (image !== null) return { rescue_image_ref: image }
  throw refuse(
    'invalid',
    'no public image has hw_rescue_bus and hw_rescue_device, without which Nova rescues no server that starts from a volume',
  )
}

/**
 * What is not to be had for servers that start from a volume. Asked with every look at one, so a question that fails must
 * not stand in the way: what was known last holds.
 */
export async function cannotOnVolumes(call: Call): Promise<readonly Act[]> {
  const known = 'not on volumes, last known'
  try {
    const cannot: Act[] = []
    if (!(await isKnown(call, 'rebuild'))) cannot.push('rebuild')
    if (!(await isKnown(call, 'rescue')) || (await rescueImageId(call)) === null) cannot.push('rescue')
    call.memo.keep(known, Number.POSITIVE_INFINITY, cannot)
    return cannot
  } catch (error) {
    if (!(error instanceof ConnectorFault)) throw error
    return call.memo.peek<readonly Act[]>(known) ?? []
  }
}
