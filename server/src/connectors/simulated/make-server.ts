import { parseCidr4 } from '../../platform/net/ipv4.ts'
import { draw, drawMac } from './chance.ts'
import type { Maker } from './maker.ts'
import { imageOf, type Room, refuseCall } from './room.ts'
import { roomiestZone, takeAddress, takeFromProject, takeFromZone } from './room-store.ts'
import { insertLinks, loadThingForUpdate, needThing, type Thing, updateThing } from './thing-store.ts'

export const makeServer: Maker<'server'> = async (room, spec, { ref, projectRef }) => {
  const image = imageOf(room, spec.image)
  if (spec.rootDiskGiB < image.minDiskGiB) {
    refuseCall('invalid', `The image needs a root disk of ${image.minDiskGiB} GiB.`)
  }
  if (spec.vcpus < 1 || spec.memoryMiB < 1) refuseCall('invalid', 'A server needs cores and memory.')
  const subnets: Thing[] = []
  for (const subnet of spec.subnetRefs) subnets.push(await needThing(room, 'subnet', subnet, projectRef))
  if (subnets.length === 0) refuseCall('invalid', 'A server needs at least one subnet.')
  for (const group of spec.securityGroupRefs) await needThing(room, 'security-group', group, projectRef)
  if (spec.keyPairRef !== null) await needThing(room, 'key-pair', spec.keyPairRef, projectRef)
  const zone = spec.zone ?? (await roomiestZone(room))
  const hosts = room.knobs.zones.find((one) => one.name === zone)?.hosts
  if (hosts === undefined) return refuseCall('invalid', `The availability zone ${zone} does not exist.`)
  // A volume has taken its room already.
  const rootDiskGiB = spec.rootVolumeRef === undefined ? spec.rootDiskGiB : 0
  const load = { vcpus: spec.vcpus, memoryMiB: spec.memoryMiB, diskGiB: rootDiskGiB }
  await takeFromProject(room, projectRef, load)
  await takeFromZone(room, zone, load)
  const ports = await takePorts(room, subnets, ref)
  if (spec.rootVolumeRef !== undefined) await takeRootVolume(room, spec.rootVolumeRef, ref, projectRef)
  return {
    working: 'BUILD',
    ready: spec.power === 'on' ? 'ACTIVE' : 'SHUTOFF',
    spec: { ...spec, rootDiskGiB, image: image.id, zone },
    attributes: {
      addresses: ports.map((port) => port.address),
      ports,
      zone,
      host: `${zone}-host-${1 + Math.floor(draw(room.seed, 'host', ref) * hosts)}`,
    },
    standsOn: [
      ...spec.subnetRefs,
      ...spec.securityGroupRefs,
      ...(spec.keyPairRef === null ? [] : [spec.keyPairRef]),
      ...(spec.rootVolumeRef === undefined ? [] : [spec.rootVolumeRef]),
    ],
  }
}

/** Attached from the first moment on. */
async function takeRootVolume(room: Room, volumeRef: string, server: string, projectRef: string) {
  await needThing(room, 'volume', volumeRef, projectRef)
  const volume = await loadThingForUpdate(room, 'volume', volumeRef, projectRef)
  if (volume?.attributes.bootable !== true) refuseCall('invalid', `Volume ${volumeRef} is not bootable.`)
  if (volume?.state !== 'ready' || volume.spec.serverRef !== null)
    refuseCall('conflict', `Volume ${volumeRef} is ${volume?.nativeState}.`)
  await insertLinks(room, volumeRef, [server])
  await updateThing(room, volumeRef, {
    nativeState: 'in-use',
    spec: { serverRef: server },
    attributes: { device: '/dev/vda' },
  })
}

async function takePorts(room: Room, subnets: readonly Thing[], server: string) {
  const ports: { subnetRef: string; address: string; mac: string }[] = []
  for (const subnet of subnets) {
    const range = parseCidr4(String(subnet.spec.cidr))
    if (!range) return refuseCall('internal', 'The subnet has no usable range.')
    const address = await takeAddress(room, subnet.ref, range, server)
    ports.push({ subnetRef: subnet.ref, address, mac: drawMac(room.seed, server, subnet.ref) })
  }
  return ports
}
