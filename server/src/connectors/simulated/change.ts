/** Changing a thing: a table of kind × step. Each step that is already so is a success without an effect. */
import type { Change, ExternalId, ResourceKind } from '../../modules/cloud/connector.ts'
import {
  attachFloatingIp,
  attachVolume,
  detachFloatingIp,
  detachVolume,
  extendVolume,
} from './change-attachment.ts'
import { changeGateway, changeListeners, changeRules, changeSubnets } from './change-network.ts'
import {
  changeGroups,
  changePower,
  confirmResize,
  migrate,
  reboot,
  rebuild,
  rescue,
  resize,
  revertResize,
} from './change-server.ts'
import type { Changer } from './maker.ts'
import { type Room, refuseCall } from './room.ts'
import { loadThingForUpdate, updateThing } from './thing-store.ts'

type Steps = { readonly [T in Change['type']]?: Changer<T> }

const rename: Changer<'rename'> = async (room, thing, step) => {
  await updateThing(room, thing.ref, {
    name: step.name,
    spec: { name: step.name },
  })
}

const changeQuota: Changer<'quota'> = async (room, bucket, { quotaGiB }) => {
  await updateThing(room, bucket.ref, { spec: { quotaGiB } })
}

const steps: { readonly [K in ResourceKind]: Steps } = {
  project: { rename },
  'key-pair': {},
  network: { rename },
  subnet: { rename },
  router: { rename, subnets: changeSubnets, gateway: changeGateway },
  'security-group': { rename, rules: changeRules },
  volume: { rename, extend: extendVolume, attach: attachVolume, detach: detachVolume },
  snapshot: { rename },
  backup: { rename },
  server: {
    rename,
    resize,
    'confirm-resize': confirmResize,
    'revert-resize': revertResize,
    migrate,
    rescue,
    rebuild,
    power: changePower,
    reboot,
    'security-groups': changeGroups,
  },
  'floating-ip': { rename, attach: attachFloatingIp, detach: detachFloatingIp },
  'load-balancer': { rename, listeners: changeListeners },
  bucket: { rename, quota: changeQuota },
}

export const CHANGES = [
  ...new Set(Object.values(steps).flatMap((own) => Object.keys(own))),
] as Change['type'][]

export async function changeThing(
  room: Room,
  kind: ResourceKind,
  ref: ExternalId,
  step: Change,
  projectRef: ExternalId | null,
): Promise<void> {
  const thing = await loadThingForUpdate(room, kind, ref, projectRef)
  if (thing === null || thing.state === 'removing') {
    return refuseCall('not-found', `The ${kind} ${ref} could not be found.`)
  }
  const run = steps[kind][step.type] as Changer<Change['type']> | undefined
  if (!run) return refuseCall('invalid', `A ${kind} cannot be changed by ${step.type}.`)
  await run(room, thing, step)
}
