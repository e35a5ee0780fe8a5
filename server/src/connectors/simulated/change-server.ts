import type { ExternalId } from '../../modules/cloud/connector.ts'
import type { Changer } from './maker.ts'
import { doneAt, projectOf, refuseCall } from './room.ts'
import { takeFromProject, takeFromZone } from './room-store.ts'
import { insertLinks, needThing, removeLinks, type Thing, updateThing } from './thing-store.ts'

interface Size {
  readonly vcpus: number
  readonly memoryMiB: number
  readonly rootDiskGiB: number
}

/** Only a server at rest can be worked on; anything else is to be asked again later. */
function atRest(server: Thing): void {
  if (server.state !== 'ready') {
    refuseCall('conflict', `Cannot do this while the server is in vm_state ${server.nativeState}.`)
  }
}

const nativeOf = (power: unknown) => (power === 'on' ? 'ACTIVE' : 'SHUTOFF')

/** Takes effect at the end of the work and waits for a person's or a reconciler's confirmation. */
export const resize: Changer<'resize'> = async (room, server, { vcpus, memoryMiB, ...step }) => {
  const now = server.spec
  // A system disk that is a volume grows by itself.
  const rootDiskGiB = now.rootVolumeRef === undefined ? step.rootDiskGiB : now.rootDiskGiB
  const isSo = now.vcpus === vcpus && now.memoryMiB === memoryMiB && now.rootDiskGiB === rootDiskGiB
  if (isSo) return
  atRest(server)
  if (rootDiskGiB < now.rootDiskGiB) refuseCall('invalid', 'A root disk cannot shrink.')
  const more = {
    vcpus: vcpus - now.vcpus,
    memoryMiB: memoryMiB - now.memoryMiB,
    diskGiB: rootDiskGiB - now.rootDiskGiB,
  }
  await takeFromProject(room, projectOf(server.projectRef), more)
  await takeFromZone(room, server.attributes.zone, more)
  await updateThing(room, server.ref, {
    state: 'changing',
    nativeState: 'RESIZE',
    // Already counted, so that what is given back at removal is what was taken, however far the work has come.
    spec: { vcpus, memoryMiB, rootDiskGiB },
    attributes: {
      sizeBefore: { vcpus: now.vcpus, memoryMiB: now.memoryMiB, rootDiskGiB: now.rootDiskGiB },
    },
    settling: {
      at: doneAt(room, 'server', server.ref, 'resize'),
      into: { state: 'needs-confirm', nativeState: 'VERIFY_RESIZE' },
    },
  })
}

export const confirmResize: Changer<'confirm-resize'> = async (room, server) => {
  if (server.state === 'ready') return
  if (server.state !== 'needs-confirm') atRest(server)
  await updateThing(room, server.ref, { state: 'ready', nativeState: nativeOf(server.spec.power) })
}

/** Back to the size before; what the larger one took is given back. */
export const revertResize: Changer<'revert-resize'> = async (room, server) => {
  if (server.state !== 'needs-confirm') return
  const before = server.attributes.sizeBefore as Size
  const now = server.spec as unknown as Size
  const more = {
    vcpus: before.vcpus - now.vcpus,
    memoryMiB: before.memoryMiB - now.memoryMiB,
    diskGiB: before.rootDiskGiB - now.rootDiskGiB,
  }
  await takeFromProject(room, projectOf(server.projectRef), more)
  await takeFromZone(room, server.attributes.zone, more)
  await updateThing(room, server.ref, {
    state: 'changing',
    nativeState: 'REVERT_RESIZE',
    spec: { ...before },
    settling: {
      at: doneAt(room, 'server', server.ref, 'revert'),
      into: { state: 'ready', nativeState: nativeOf(server.spec.power) },
    },
  })
}

export const rescue: Changer<'rescue'> = async (room, server, { on }) => {
  if ((server.spec.isRescued === true) === on) return
  atRest(server)
  if (on && server.spec.power !== 'on') refuseCall('conflict', 'Cannot rescue a server that is stopped.')
  await updateThing(room, server.ref, {
    state: 'changing',
    nativeState: on ? 'RESCUING' : 'UNRESCUING',
    spec: { isRescued: on },
    settling: {
      at: doneAt(room, 'other', server.ref, `rescue ${on}`),
      into: { state: 'ready', nativeState: on ? 'RESCUE' : 'ACTIVE' },
    },
  })
}

/** Once per generation, as with a reboot. */
export const rebuild: Changer<'rebuild'> = async (room, server, { generation, image }) => {
  if (Number(server.spec.rebuildGeneration ?? 0) >= generation) return
  atRest(server)
  await updateThing(room, server.ref, {
    state: 'changing',
    nativeState: 'REBUILD',
    spec: { rebuildGeneration: generation, image },
    settling: {
      at: doneAt(room, 'server', server.ref, `rebuild ${generation}`),
      into: { state: 'ready', nativeState: nativeOf(server.spec.power) },
    },
  })
}

/** While it runs, to another host of its zone. */
export const migrate: Changer<'migrate'> = async (room, server, { hostRef }) => {
  if (server.attributes.host === hostRef) return
  atRest(server)
  if (server.spec.power !== 'on') refuseCall('conflict', 'Cannot live-migrate a server that is stopped.')
  const zone = room.knobs.zones.find((one) => one.name === server.attributes.zone)
  const number = Number(/^(?<zone>.+)-host-(?<number>[1-9][0-9]*)$/.exec(hostRef)?.groups?.number ?? 0)
  const isThere = zone !== undefined && hostRef === `${zone.name}-host-${number}` && number <= zone.hosts
  if (!isThere) refuseCall('invalid', `The compute host ${hostRef} could not be found.`)
  await updateThing(room, server.ref, {
    state: 'changing',
    nativeState: 'MIGRATING',
    settling: {
      at: doneAt(room, 'server', server.ref, `migrate ${hostRef}`),
      into: { state: 'ready', nativeState: 'ACTIVE', attributes: { host: hostRef } },
    },
  })
}

export const changePower: Changer<'power'> = async (room, server, { power }) => {
  if (server.spec.power === power) return
  atRest(server)
  await updateThing(room, server.ref, {
    state: 'changing',
    nativeState: power === 'on' ? 'powering-on' : 'powering-off',
    spec: { power },
    settling: {
      at: doneAt(room, 'other', server.ref, `power ${power}`),
      into: { state: 'ready', nativeState: nativeOf(power) },
    },
  })
}

/** From n to n + 1 reboots once, however often it is asked. */
export const reboot: Changer<'reboot'> = async (room, server, { generation }) => {
  if (server.spec.rebootGeneration >= generation) return
  atRest(server)
  if (server.spec.power !== 'on') refuseCall('conflict', 'Cannot reboot a server that is stopped.')
  await updateThing(room, server.ref, {
    state: 'changing',
    nativeState: 'REBOOT',
    spec: { rebootGeneration: generation },
    attributes: { reboots: Number(server.attributes.reboots ?? 0) + 1 },
    settling: {
      at: doneAt(room, 'other', server.ref, `reboot ${generation}`),
      into: { state: 'ready', nativeState: 'ACTIVE' },
    },
  })
}

export const changeGroups: Changer<'security-groups'> = async (room, server, { securityGroupRefs }) => {
  for (const group of securityGroupRefs) {
    await needThing(room, 'security-group', group, projectOf(server.projectRef))
  }
  const before = server.spec.securityGroupRefs as readonly ExternalId[]
  await removeLinks(room, server.ref, before)
  await insertLinks(room, server.ref, securityGroupRefs)
  await updateThing(room, server.ref, {
    spec: { securityGroupRefs },
  })
}
