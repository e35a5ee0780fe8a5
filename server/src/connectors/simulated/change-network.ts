import type { ExternalId } from '../../modules/cloud/connector.ts'
import { toListeners } from './make-balancer.ts'
import { checkInterfaces, takeGateway, toRuleSet } from './make-network.ts'
import type { Changer } from './maker.ts'
import { doneAt, projectOf, type Room, refuseCall } from './room.ts'
import { removeAddresses } from './room-store.ts'
import { insertLinks, listStanding, removeLinks, type Thing, updateThing } from './thing-store.ts'

export const changeRules: Changer<'rules'> = async (room, group, { rules }) => {
  await updateThing(room, group.ref, { spec: { rules: toRuleSet(rules) } })
}

export const changeSubnets: Changer<'subnets'> = async (room, router, { subnetRefs }) => {
  const before = router.spec.subnetRefs as readonly ExternalId[]
  const leaving = before.filter((ref) => !subnetRefs.includes(ref))
  await refuseInUse(room, router, leaving)
  await checkInterfaces(room, router.ref, subnetRefs, projectOf(router.projectRef))
  await removeLinks(room, router.ref, leaving)
  await insertLinks(room, router.ref, subnetRefs)
  await updateThing(room, router.ref, { spec: { subnetRefs } })
}

export const changeGateway: Changer<'gateway'> = async (room, router, { externalNetwork }) => {
  const before = router.spec.externalNetwork as string | null
  if (before === externalNetwork) return
  if (before !== null) {
    await refuseInUse(room, router, router.spec.subnetRefs as readonly ExternalId[])
    await removeAddresses(room, [`external:${before}`], router.ref)
  }
  const gateway = await takeGateway(room, externalNetwork, router.ref)
  await updateThing(room, router.ref, { spec: { externalNetwork }, attributes: { gateway } })
}

export const changeListeners: Changer<'listeners'> = async (room, balancer, step) => {
  if (balancer.state !== 'ready') refuseCall('conflict', `The load balancer is ${balancer.nativeState}.`)
  const listeners = await toListeners(room, step.listeners, projectOf(balancer.projectRef))
  if (JSON.stringify(listeners) === JSON.stringify(balancer.spec.listeners)) return
  await updateThing(room, balancer.ref, {
    state: 'changing',
    nativeState: 'PENDING_UPDATE',
    spec: { listeners },
    settling: {
      at: doneAt(room, 'other', balancer.ref, `listeners ${JSON.stringify(listeners)}`),
      into: { state: 'ready', nativeState: 'ACTIVE' },
    },
  })
}

/** The way of a floating IP to its server leads through these; it is to be taken away first. */
export async function refuseInUse(
  room: Room,
  router: Thing,
  subnetRefs: readonly ExternalId[],
): Promise<void> {
  for (const subnet of subnetRefs) {
    for (const server of await listStanding(room, subnet, ['server'])) {
      const addresses = await listStanding(room, server.ref, ['floating-ip'])
      if (addresses.some((ip) => ip.spec.externalNetwork === router.spec.externalNetwork)) {
        refuseCall('conflict', `The router ${router.ref} is required by a floating IP.`)
      }
    }
  }
}
