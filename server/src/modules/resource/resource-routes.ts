import { resourceOperations as operations, topologyOperations } from '@yunheng/contract'
import type { Ctx } from '../../platform/context.ts'
import { type Route, route } from '../../platform/http/index.ts'
import { exportResources } from './export-resources.ts'
import { listHistory } from './history-store.ts'
import { countResources, findNamed, listResources } from './list-store.ts'
import { copyVolume, createKeyPair, createSecurityGroup } from './operate/add-resource.ts'
import { attach, detach } from './operate/attach.ts'
import { releaseResource, restoreResource } from './operate/give-back.ts'
import {
  acceptObserved,
  recreateResource,
  renameResource,
  retryResource,
  setRules,
} from './operate/keep-resource.ts'
import {
  powerServer,
  rebootServer,
  reinstallServer,
  rescueServer,
  setSecurityGroups,
} from './operate/operate-server.ts'
import { setListeners } from './operate/set-listeners.ts'
import type { OnRestore } from './ports.ts'
import { toHistoryEntry, toItem, toResource } from './resource-view.ts'
import { getTopology } from './topology.ts'

async function shown(ctx: Ctx, id: string) {
  return toResource(ctx, ctx.authz.authorised(ctx, 'view', 'resource', await findNamed(ctx.db, id)))
}

/** Runs a use case on one resource and answers how it stands then. */
async function then(ctx: Ctx, id: string, done: Promise<unknown>) {
  await done
  return shown(ctx, id)
}

export const restoreRoute = (onRestore: OnRestore): Route =>
  route(operations.restore, (ctx, { params: { id }, body }) =>
    then(ctx, id, restoreResource(ctx, onRestore, id, body.version)),
  )

export const resourceRoutes: readonly Route[] = [
  route(operations.list, async (ctx, { query }) =>
    listResources(ctx.authz.require(ctx, 'list', 'resource'), ctx.actor, query, query, toItem),
  ),
  route(topologyOperations.get, (ctx, { params }) => getTopology(ctx, params.id)),
  route(operations.export, (ctx, { query }) => exportResources(ctx, query)),
  route(operations.count, async (ctx, { query }) =>
    countResources(ctx.authz.require(ctx, 'list', 'resource'), ctx.actor, query),
  ),
  route(operations.get, (ctx, { params }) => shown(ctx, params.id)),
  route(operations.history, async (ctx, { params, query }) => {
    ctx.authz.authorised(ctx, 'view', 'resource', await findNamed(ctx.db, params.id))
    return listHistory(ctx.db, params.id, query, toHistoryEntry)
  }),
  route(operations.start, (ctx, { params: { id }, body }) =>
    then(ctx, id, powerServer(ctx, id, body.version, 'on')),
  ),
  route(operations.stop, (ctx, { params: { id }, body }) =>
    then(ctx, id, powerServer(ctx, id, body.version, 'off')),
  ),
  route(operations.reboot, (ctx, { params: { id }, body }) =>
    then(ctx, id, rebootServer(ctx, id, body.version)),
  ),
  route(operations.rescue, (ctx, { params: { id }, body }) =>
    then(ctx, id, rescueServer(ctx, id, body.version, true)),
  ),
  route(operations.unrescue, (ctx, { params: { id }, body }) =>
    then(ctx, id, rescueServer(ctx, id, body.version, false)),
  ),
  route(operations.reinstall, (ctx, { params: { id }, body }) =>
    then(ctx, id, reinstallServer(ctx, id, body.version, body.reason)),
  ),
  route(operations.rename, (ctx, { params: { id }, body }) =>
    then(ctx, id, renameResource(ctx, id, body.version, body.name)),
  ),
  route(operations.attach, (ctx, { params: { id }, body }) =>
    then(ctx, id, attach(ctx, id, body.version, body.serverId)),
  ),
  route(operations.detach, (ctx, { params: { id }, body }) => then(ctx, id, detach(ctx, id, body.version))),
  route(operations.setRules, (ctx, { params: { id }, body }) =>
    then(ctx, id, setRules(ctx, id, body.version, body.rules)),
  ),
  route(operations.setListeners, (ctx, { params: { id }, body }) =>
    then(ctx, id, setListeners(ctx, id, body.version, body.listeners)),
  ),
  route(operations.setSecurityGroups, (ctx, { params: { id }, body }) =>
    then(ctx, id, setSecurityGroups(ctx, id, body.version, body.securityGroupIds)),
  ),
  route(operations.snapshot, async (ctx, { params, body }) =>
    shown(ctx, await copyVolume(ctx, 'snapshot', params.id, body.name)),
  ),
  route(operations.backup, async (ctx, { params, body }) =>
    shown(ctx, await copyVolume(ctx, 'backup', params.id, body.name)),
  ),
  route(operations.createKeyPair, async (ctx, { body }) => shown(ctx, await createKeyPair(ctx, body))),
  route(operations.createSecurityGroup, async (ctx, { body }) =>
    shown(ctx, await createSecurityGroup(ctx, body)),
  ),
  route(operations.release, (ctx, { params: { id }, body }) =>
    then(ctx, id, releaseResource(ctx, id, body.version, body.reason)),
  ),
  route(operations.retry, (ctx, { params: { id }, body }) =>
    then(ctx, id, retryResource(ctx, id, body.version)),
  ),
  route(operations.recreate, (ctx, { params: { id }, body }) =>
    then(ctx, id, recreateResource(ctx, id, body.version, body.reason)),
  ),
  route(operations.acceptObserved, (ctx, { params: { id }, body }) =>
    then(ctx, id, acceptObserved(ctx, id, body.version, body.reason)),
  ),
]
