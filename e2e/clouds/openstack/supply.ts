/**
 * The platform's supply side on the real OpenStack: what an approval writes, and the runner that drives the cloud there.
 * Capacity and quota are counted by nobody here; that is placement's and is proven elsewhere.
 */
import type { Connector } from '../../../server/src/modules/cloud/index.ts'
import {
  createResourceReconciler,
  type IntendResources,
  intendResources,
  type ReconcilerOptions,
  type ResourceRow,
} from '../../../server/src/modules/resource/index.ts'
import { createAuthz } from '../../../server/src/platform/authz/index.ts'
import { systemClock } from '../../../server/src/platform/clock.ts'
import type { Ctx } from '../../../server/src/platform/context.ts'
import { createContextFactory, systemActor } from '../../../server/src/platform/create-context.ts'
import { type Database, openDatabase, SCOPE_ALL } from '../../../server/src/platform/db/index.ts'
import { createIds } from '../../../server/src/platform/ids.ts'
import { silentLog } from '../../../server/src/platform/log/index.ts'
import { createReconcileRunner, type ReconcileRunner } from '../../../server/src/platform/reconcile/index.ts'
import { CHINA_CALENDAR, toWorkCalendar } from '../../../server/src/platform/worktime/index.ts'
import { policies } from '../../../server/src/policies.ts'
import { EXTERNAL_NETWORK, IMAGE } from './open.ts'

export interface Supply {
  readonly ctx: Ctx
  readonly database: Database
  runner(connector: Connector, options: ReconcilerOptions): ReconcileRunner
  /** Writes what should be for one more system: its ground and `count` servers, with disk and address when `whole`. */
  intend(count: number, whole: boolean): Promise<{ readonly requestId: string; readonly systemId: string }>
  rows(systemId?: string): Promise<readonly ResourceRow[]>
  close(): Promise<void>
}

const PUBLIC_KEY =
  'ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIO/cdY73vjCDPkcTEpZyY3OeVv2VoT35g7VgdrmFF0/n conformance'

export function openSupply(url: string): Supply {
  const database = openDatabase({ url, poolSize: 20, onError: () => {} })
  const ids = createIds(systemClock)
  const authz = createAuthz(policies)
  const makeCtx = createContextFactory({ database, clock: systemClock, ids, log: silentLog(), authz })
  const ctxOf = (name: string) =>
    makeCtx(systemActor(name), { requestId: ids.next(), address: null, operation: null })
  const ctx = ctxOf('lane')
  const cloudId = ids.next()
  return {
    ctx,
    database,
    runner: (connector, options) =>
      createReconcileRunner(database, ctxOf, [
        createResourceReconciler(
          {
            connectorOf: async () => connector,
            closePlacement: async () => {},
            noteObserved: async () => {},
            workCalendar: async () => toWorkCalendar(CHINA_CALENDAR, 1),
            holdings: { allocate: async () => {}, release: async () => {}, reserve: async () => {} },
          },
          options,
        ),
      ]),
    async intend(count, whole) {
      const input = lineOf(ids.next, cloudId, count, whole)
      await ctx.inTx((tx) => intendResources(tx, ctx, input))
      return { requestId: input.line.requestId, systemId: input.line.systemId }
    },
    async rows(systemId) {
      const all = database.as(SCOPE_ALL).selectFrom('resource').selectAll().orderBy('id')
      const some = systemId === undefined ? all : all.where('system_id', '=', systemId)
      return (await some.execute()) as unknown as readonly ResourceRow[]
    },
    close: () => database.close(),
  }
}

function lineOf(nextId: () => string, cloudId: string, count: number, whole: boolean): IntendResources {
  const systemId = nextId()
  const sizes = { vcpu: 1, 'memory-gib': 1, 'root-disk-gib': 1 }
  return {
    count,
    firstNumber: 1,
    site: {
      placementId: nextId(),
      cloudId,
      poolId: nextId(),
      providerBodyId: nextId(),
      networkZone: 'internet',
      nativeZone: 'nova',
      mapping: {
        images: [{ code: 'tiny', title: { zh: '微型', en: 'Tiny' }, native: IMAGE, minDiskGiB: 1 }],
        volumeTypes: [{ tier: 'general', native: 'standard' }],
        externalNetwork: EXTERNAL_NETWORK,
      },
    },
    line: {
      requestId: nextId(),
      lineId: nextId(),
      systemId,
      systemCode: `lane-${systemId.slice(-6)}`,
      bodyId: nextId(),
      plan: {
        id: nextId(),
        code: 'c1m1',
        title: { zh: '1核1G', en: '1 vCPU 1 GiB' },
        offeringCode: 'cloud-host',
      },
      fulfilment: {
        by: 'connector',
        kinds: ['server', ...(whole ? (['volume', 'floating-ip'] as const) : [])],
      },
      quantity: count,
      dimensions: whole ? { ...sizes, 'storage-gib': 1, 'public-ip': 1 } : sizes,
      parameters: {
        name: 'web',
        image: 'tiny',
        ...(whole ? { tier: 'general', publicKey: PUBLIC_KEY } : {}),
      },
      expiresAt: null,
    },
  }
}
