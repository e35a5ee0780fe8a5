/** Steps on a standing server. Each reads first, so that what is so already, or under way, is left alone. */
import type { ExternalId } from '../../modules/cloud/connector.ts'
import { isObject, type Json, projectOf, textAt, textOrNull } from './answer.ts'
import type { Call } from './call.ts'
import { refuse } from './fault.ts'
import { ensureFlavor, forgetFlavor, isSize, type Size, sizeOf } from './flavor.ts'
import type { Changes } from './kind.ts'
import { portsOfOne } from './port.ts'
import { defaultGroupId } from './security-group.ts'
import { migrate } from './server-migrate.ts'
import { findServer } from './server-observed.ts'
import { reboot, rebuild } from './server-once.ts'
import { rescueImageFor, versionFor } from './server-root.ts'
import { POWER_ON_ACTION, RESCUED, serverPower } from './states.ts'

async function get(call: Call, ref: ExternalId): Promise<Json> {
  const json = await findServer(call, ref)
  if (!json) throw refuse('not-found', `no server ${ref}`)
  return json
}

const taskOf = (json: Json) => textOrNull(json, 'OS-EXT-STS:task_state')

async function act(call: Call, ref: ExternalId, action: Json, version?: string): Promise<void> {
  await call.post('compute', ['servers', ref, 'action'], action, version)
}

async function setPower(call: Call, ref: ExternalId, power: 'on' | 'off'): Promise<void> {
  const json = await get(call, ref)
  if (taskOf(json) === (power === 'on' ? 'powering-on' : 'powering-off')) return
  const status = textAt(json, 'status')
  if (serverPower(status) === power) return
  const action = power === 'off' ? 'os-stop' : POWER_ON_ACTION[status]
  if (!action) throw refuse('conflict', `server ${ref} is ${status} and cannot be started`)
  await act(call, ref, { [action]: null })
}

const RESIZING = /^resize_/

async function resize(call: Call, ref: ExternalId, size: Size): Promise<void> {
  const json = await get(call, ref)
  const status = textAt(json, 'status')
  // Nova shows the old size until it is done; which size it is on the way to shows then.
  if (status === 'RESIZE' || RESIZING.test(taskOf(json) ?? '')) return
  if (isObject(json.flavor) && isSize(sizeOf(json.flavor), size)) return
  try {
    await act(call, ref, { resize: { flavorRef: await ensureFlavor(call, size) } })
  } catch (error) {
    forgetFlavor(call, size)
    throw error
  }
}

async function confirmResize(call: Call, ref: ExternalId): Promise<void> {
  const json = await get(call, ref)
  if (textAt(json, 'status') !== 'VERIFY_RESIZE' || taskOf(json) !== null) return
  await act(call, ref, { confirmResize: null })
}

async function revertResize(call: Call, ref: ExternalId): Promise<void> {
  const json = await get(call, ref)
  if (textAt(json, 'status') !== 'VERIFY_RESIZE' || taskOf(json) !== null) return
  await act(call, ref, { revertResize: null })
}

async function rescue(call: Call, ref: ExternalId, on: boolean): Promise<void> {
  const json = await get(call, ref)
  if (taskOf(json) === (on ? 'rescuing' : 'unrescuing')) return
  if ((textAt(json, 'status') === RESCUED) === on) return
  if (!on) return act(call, ref, { unrescue: null })
  const version = await versionFor(call, json, 'rescue')
  await act(call, ref, { rescue: await rescueImageFor(call, json) }, version)
}

async function setSecurityGroups(call: Call, ref: ExternalId, asked: readonly ExternalId[]): Promise<void> {
  const json = await get(call, ref)
  const ports = await portsOfOne(call, ref)
  const defaultGroup = asked.length > 0 ? null : await defaultGroupId(call, projectOf(json) ?? '')
  const wanted = defaultGroup === null ? asked : [defaultGroup]
  const words = [...wanted].sort().join()
  const others = ports.filter((port) => [...port.securityGroupRefs].sort().join() !== words)
  for (const { id } of others) await call.put('network', ['ports', id], { port: { security_groups: wanted } })
}

export const serverChanges: Changes = {
  power: (call, ref, { power }) => setPower(call, ref, power),
  resize: (call, ref, { vcpus, memoryMiB, rootDiskGiB }) =>
    resize(call, ref, { vcpus, memoryMiB, rootDiskGiB }),
  'confirm-resize': (call, ref) => confirmResize(call, ref),
  'revert-resize': (call, ref) => revertResize(call, ref),
  rescue: (call, ref, { on }) => rescue(call, ref, on),
  rebuild: async (call, ref, { generation, image }) => rebuild(call, await get(call, ref), generation, image),
  reboot: async (call, ref, { generation }) => reboot(call, await get(call, ref), generation),
  migrate: async (call, ref, { hostRef }) => migrate(call, await get(call, ref), hostRef),
  'security-groups': (call, ref, { securityGroupRefs }) => setSecurityGroups(call, ref, securityGroupRefs),
  async rename(call, ref, { name }) {
    await call.put('compute', ['servers', ref], { server: { name } })
  },
}
