import type { Maker } from './maker.ts'
import { imageOf, refuseCall } from './room.ts'
import { roomiestZone, takeFromProject, takeFromZone } from './room-store.ts'
import { needThing } from './thing-store.ts'

/** Made detached, whatever the spec says of a server: attaching is a change of its own once both are ready. */
export const makeVolume: Maker<'volume'> = async (room, spec, { projectRef }) => {
  if (spec.sizeGiB < 1) refuseCall('invalid', 'A volume has at least 1 GiB.')
  const types = room.knobs.offer.volumeTypes
  const volumeType = spec.volumeType ?? types[0] ?? null
  if (volumeType !== null && !types.includes(volumeType)) {
    refuseCall('not-found', `Volume type ${volumeType} could not be found.`)
  }
  if (spec.backupRef) {
    const { attributes } = await needThing(room, 'backup', spec.backupRef, projectRef)
    if (spec.sizeGiB < Number(attributes.sizeGiB))
      refuseCall('invalid', 'The backup is larger than the volume.')
  }
  if (spec.image !== undefined) {
    const image = imageOf(room, spec.image)
    if (spec.sizeGiB < image.minDiskGiB) refuseCall('invalid', `The image needs ${image.minDiskGiB} GiB.`)
  }
  await takeFromProject(room, projectRef, { diskGiB: spec.sizeGiB })
  const zone = await roomiestZone(room)
  await takeFromZone(room, zone, { diskGiB: spec.sizeGiB })
  return {
    working: 'creating',
    ready: 'available',
    spec: { ...spec, volumeType, serverRef: null },
    attributes: { zone, bootable: spec.image !== undefined },
    standsOn: [],
  }
}

export const makeSnapshot: Maker<'snapshot'> = async (room, spec, { projectRef }) => {
  const volume = await needThing(room, 'volume', spec.volumeRef, projectRef)
  if (volume.state !== 'ready') refuseCall('conflict', `Volume ${volume.ref} is ${volume.nativeState}.`)
  const sizeGiB = Number(volume.spec.sizeGiB)
  await takeFromProject(room, projectRef, { diskGiB: sizeGiB })
  return {
    working: 'creating',
    ready: 'available',
    spec: { ...spec },
    attributes: { sizeGiB },
    standsOn: [spec.volumeRef],
  }
}

/** A copy elsewhere: it takes nothing of the volumes' room, and does not stand on its volume. */
export const makeBackup: Maker<'backup'> = async (room, spec, { projectRef }) => {
  const volume = await needThing(room, 'volume', spec.volumeRef, projectRef)
  if (volume.state !== 'ready') refuseCall('conflict', `Volume ${volume.ref} is ${volume.nativeState}.`)
  return {
    working: 'creating',
    ready: 'available',
    spec: { ...spec },
    attributes: { sizeGiB: Number(volume.spec.sizeGiB) },
    standsOn: [],
  }
}
