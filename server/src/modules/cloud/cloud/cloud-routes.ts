import { cloudOperations as operations } from '@yunheng/contract'
import { type Route, route } from '../../../platform/http/index.ts'
import { nodeRoutes } from '../node/node-routes.ts'
import { findCloud, listClouds } from './cloud-store.ts'
import { toCloud, toCloudKind, toFinding } from './cloud-view.ts'
import { ask, probeCloud } from './probe-cloud.ts'
import {
  type CloudParts,
  changeCloud,
  forgetCloud,
  registerCloud,
  setService,
  tryCloud,
} from './register-cloud.ts'

export function createCloudRoutes(parts: CloudParts): readonly Route[] {
  const { connections } = parts
  return [
    route(operations.kinds, async (ctx) => {
      ctx.authz.require(ctx, 'list', 'cloud')
      return { items: connections.kinds.map(toCloudKind) }
    }),
    route(operations.list, async (ctx, { query }) =>
      listClouds(ctx.authz.require(ctx, 'list', 'cloud'), query, query, (row) => toCloud(ctx, row)),
    ),
    route(operations.get, async (ctx, { params }) =>
      toCloud(ctx, ctx.authz.authorised(ctx, 'view', 'cloud', await findCloud(ctx.db, params.id))),
    ),
    route(operations.try, async (ctx, { body }) => ({
      findings: (await tryCloud(ctx, parts, body)).map(toFinding),
    })),
    route(operations.create, async (ctx, { body }) => toCloud(ctx, await registerCloud(ctx, parts, body))),
    route(operations.update, async (ctx, { params, body }) =>
      toCloud(ctx, await changeCloud(ctx, parts, params.id, body)),
    ),
    route(operations.probe, async (ctx, { params }) =>
      toCloud(ctx, await probeCloud(ctx, connections, params.id)),
    ),
    route(operations.suspend, async (ctx, { params, body }) =>
      toCloud(ctx, await setService(ctx, params.id, body.version, 'suspended')),
    ),
    route(operations.resume, async (ctx, { params, body }) =>
      toCloud(ctx, await setService(ctx, params.id, body.version, 'resumed')),
    ),
    route(operations.remove, async (ctx, { params }) => {
      await forgetCloud(ctx, parts, params.id)
      return null
    }),
    route(operations.offer, async (ctx, { params }) => {
      ctx.authz.authorised(ctx, 'view', 'cloud', await findCloud(ctx.db, params.id))
      const { connector } = await connections.to(params.id)
      const offer = await ask((signal) => connector.offer(signal))
      return {
        zones: [...offer.zones],
        images: [...offer.images],
        volumeTypes: [...offer.volumeTypes],
        externalNetworks: [...offer.externalNetworks],
        aggregates: [...(offer.aggregates ?? [])],
      }
    }),
    ...nodeRoutes,
  ]
}
