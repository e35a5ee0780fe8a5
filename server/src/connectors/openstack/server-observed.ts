/** A server as Nova and Neutron tell of it. */
import type { ExternalId, Observed } from '../../modules/cloud/connector.ts'
import { instantAt, isObject, type Json, objectAt, projectOf, textAt, textOrNull } from './answer.ts'
import type { Call } from './call.ts'
import { sizeOf } from './flavor.ts'
import { type Port, portsOf } from './port.ts'
import { rebootGeneration } from './server-reboot.ts'
import { serverPower, serverState } from './states.ts'
import { resourceOfTags } from './tag.ts'

export async function findServer(call: Call, ref: ExternalId): Promise<Json | null> {
  const answer = await call.find('compute', ['servers', ref])
  if (!answer) return null
  const json = objectAt(answer, 'server')
  // An administrator's role in a project shows every project's servers.
  return call.projectRef === null || projectOf(json) === call.projectRef ? json : null
}

/** Ports are asked for in one question, and only of servers that stand: one that is being built has none to show. */
export async function observedServers(call: Call, rows: readonly Json[]): Promise<readonly Observed[]> {
  const standing = rows.filter((row) => stateOf(row) !== 'building').map((row) => textAt(row, 'id'))
  const ports = await portsOf(call, standing)
  return rows.map((row) => toObserved(row, ports.get(textAt(row, 'id')) ?? null))
}

function stateOf(json: Json) {
  return serverState(textAt(json, 'status'), textOrNull(json, 'OS-EXT-STS:task_state'))
}

function toObserved(json: Json, ports: readonly Port[] | null): Observed {
  const nativeState = textAt(json, 'status')
  const state = stateOf(json)
  const name = textOrNull(json, 'name') ?? ''
  const host = textOrNull(json, 'OS-EXT-SRV-ATTR:host')
  return {
    kind: 'server',
    externalId: textAt(json, 'id'),
    resourceId: resourceOfTags(json),
    projectRef: projectOf(json),
    name,
    state,
    nativeState,
    spec: { kind: 'server', name, ...sizeIn(json), ...standIn(json, nativeState), ...placeIn(ports) },
    attributes: {
      addresses: (ports ?? []).flatMap((port) => port.addresses),
      task: textOrNull(json, 'OS-EXT-STS:task_state'),
      // Told to administrators only.
      ...(host === null ? {} : { host }),
    },
    fault: state === 'error' ? faultIn(json) : null,
    createdAt: instantAt(json, 'created'),
  }
}

function sizeIn(json: Json) {
  return isObject(json.flavor) && 'vcpus' in json.flavor ? sizeOf(json.flavor) : {}
}

function standIn(json: Json, nativeState: string) {
  const power = serverPower(nativeState)
  const image = isObject(json.image) ? textOrNull(json.image, 'id') : null
  return {
    keyPairRef: textOrNull(json, 'key_name'),
    rebootGeneration: rebootGeneration(json),
    zone: textOrNull(json, 'OS-EXT-AZ:availability_zone'),
    ...(power === null ? {} : { power }),
    ...(image === null ? {} : { image }),
  }
}

function placeIn(ports: readonly Port[] | null) {
  if (ports === null) return {}
  const unique = (list: readonly string[]) => [...new Set(list)].sort()
  return {
    subnetRefs: unique(ports.flatMap((port) => port.subnetRefs)),
    securityGroupRefs: unique(ports.flatMap((port) => port.securityGroupRefs)),
  }
}

function faultIn(json: Json): string {
  return isObject(json.fault) ? (textOrNull(json.fault, 'message') ?? 'ERROR') : 'ERROR'
}
