import { parseCidr4 } from '../../platform/net/ipv4.ts'
import { draw, drawMac } from './chance.ts'
import type { Maker } from './maker.ts'
import { type Room, refuseCall } from './room.ts'
import { roomiestZone, takeAddress, takeFromProject, takeFromZone } from './room-store.ts'
import { needThing, type Thing } from './thing-store.ts'

export const makeServer: Maker<'server'> = async (room, spec, { ref, projectRef }) => {
  const image = room.knobs.offer.images.find((one) => one.id === spec.image || one.name === spec.image)
  if (!image) return refuseCall('not-found', `Image ${spec.image} could not be found.`)
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
  const load = { vcpus: spec.vcpus, memoryMiB: spec.memoryMiB, diskGiB: spec.rootDiskGiB }
  await takeFromProject(room, projectRef, load)
  await takeFromZone(room, zone, load)
  const ports = await takePorts(room, subnets, ref)
  return {
    working: 'BUILD',
    ready: spec.power === 'on' ? 'ACTIVE' : 'SHUTOFF',
    spec: { ...spec, image: image.id, zone },
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
    ],
  }
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
