/**
 * Builds the house floor by floor (`compose/`), each from those below it, and plugs higher modules into the ports that lower
 * ones own. Nobody imports this file but the process roles, the sample data and the test kit.
 */
import type { SampleAccount } from '@yunheng/contract'
import type { FastifyInstance } from 'fastify'
import { type CloudKinds, openCloudKinds } from './clouds.ts'
import { createCare } from './compose/care.ts'
import { createFacts } from './compose/facts.ts'
import type { Floor } from './compose/floor.ts'
import { createGround } from './compose/ground.ts'
import type { Parts } from './compose/parts.ts'
import { createSupply } from './compose/supply.ts'
import { createViews } from './compose/views.ts'
import { createWorker, type Worker } from './compose/worker.ts'
import { billedUntil, listBilledOfYear } from './modules/billing/index.ts'
import type { CloudModule } from './modules/cloud/index.ts'
import { recordIssued } from './modules/export/index.ts'
import { sampleAccounts } from './modules/identity/index.ts'
import { createNoticeSubscribers } from './modules/notice/index.ts'
import { listEndsOfRequests } from './modules/request/index.ts'
import { hasResources, listSystemsWithResources } from './modules/resource/index.ts'
import { growthOf, savingsOf } from './modules/saving/index.ts'
import { ceilingDoor, paidOf } from './modules/settlement/index.ts'
import { type Audit, createAudit } from './platform/audit/index.ts'
import { type Authz, createAuthz } from './platform/authz/index.ts'
import type { Actor } from './platform/context.ts'
import { createContextFactory, type MakeCtx, systemActor } from './platform/create-context.ts'
import { type Database, elevated } from './platform/db/index.ts'
import {
  createAboutRoute,
  createHttpServer,
  forgetIdempotencyKeys,
  type Route,
} from './platform/http/index.ts'
import { createIds } from './platform/ids.ts'
import { createLiveFeed, createLiveRoutes, type LiveFeed } from './platform/live/index.ts'
import { createEgress } from './platform/net/egress.ts'
import { openTrust, type TrustInForce } from './platform/pki/index.ts'
import { policies } from './policies.ts'
import { VERSION } from './version.ts'

export type { Parts } from './compose/parts.ts'

export interface Composition {
  readonly audit: Audit
  readonly makeCtx: MakeCtx
  readonly authz: Authz
  readonly routes: readonly Route[]
  /** Tells open pages what changed; runs beside the API. */
  readonly live: LiveFeed
  readonly cloud: CloudModule
  readonly cloudKinds: CloudKinds
  /**
   * Puts in what every installation begins with: working calendar, flows, the catalogue with reference prices. Run at each
   * start, after the migrations; one process at a time; what people have changed since is left alone.
   */
  prepare(): Promise<void>
  /** Accounts of the sample data that anybody may use; none in production. */
  sampleAccounts(): Promise<readonly SampleAccount[]>
  /** The API with every route, not yet listening. */
  createApi(): Promise<FastifyInstance>
  /** Events, jobs, reconcilers and the audit sequencer: what a worker runs. */
  createWorker(): Worker
  /** Ends the connections to clouds; after API and worker. */
  close(): Promise<void>
}

export function compose(parts: Parts): Composition {
  const { database, clock, log } = parts
  const ids = createIds(clock)
  const authz = createAuthz(policies)
  const makeCtx = createContextFactory({ database, clock, ids, log, authz })
  const systemCtx = (name: string) =>
    makeCtx(systemActor(name), { requestId: ids.next(), address: null, operation: null })
  const audit = createAudit(parts)
  const live = createLiveFeed(database, log)
  const cloudKinds = openCloudKinds({ ...parts, egress: createEgress({ allowed: parts.cloudNetworks }) })
  const { kinds } = cloudKinds

  const ground = createGround(
    { ...parts, makeCtx, kinds, trust: openTrustOf(parts) },
    {
      hasResources: (tx, id) => elevated(tx, () => hasResources(tx, id)),
      listWithResources: listSystemsWithResources,
      listBilled: listBilledOfYear,
      listEnds: listEndsOfRequests,
      paidOf,
      flowListeners: () => allOf((floor) => floor.flowListeners),
      routes: () => routes,
    },
  )
  const supply = createSupply(parts, ground, {
    growth: growthOf,
    savings: savingsOf,
    ceiling: ceilingDoor,
    closedUntil: billedUntil,
  })
  const floors: readonly Floor[] = [
    ground,
    supply,
    createFacts({ ...parts, makeCtx }, ground),
    createCare({ makeCtx }, ground),
    createViews(supply),
  ]
  /** The same of every floor, from the ground up. */
  const allOf = <T>(pick: (floor: Floor) => readonly T[] | undefined): readonly T[] =>
    floors.flatMap((floor) => pick(floor) ?? [])

  const routes: readonly Route[] = [
    createAboutRoute({ version: VERSION, isSample: async (ctx) => (await sampleAccounts(ctx)).length > 0 }),
    ...createLiveRoutes(live),
    ...audit.routes,
    ...allOf((floor) => floor.routes),
  ]

  return {
    makeCtx,
    authz,
    routes,
    live,
    audit,
    cloud: ground.cloud,
    cloudKinds,
    async prepare() {
      await oneAtATime(database, async () => {
        for (const install of allOf((floor) => floor.defaults)) await install(systemCtx('defaults'))
      })
    },
    async close() {
      await ground.cloud.connections.close()
      await cloudKinds.close()
    },
    sampleAccounts: () => sampleAccounts(systemCtx('sample')),
    createApi: () =>
      createHttpServer({
        log,
        routes,
        authenticator: parts.authenticator ?? ground.identity.authenticator,
        version: VERSION,
        trustProxy: parts.trustProxy,
        clientCertificateHeader: parts.clientCertificates?.header.toLowerCase() ?? null,
        secureCookies: parts.secureCookies,
        assertAudited: parts.assertAudited,
        recordRefusal: audit.append,
        recordIssued,
        makeCtx: (actor: Actor, call) => makeCtx(actor, call),
      }),
    createWorker: () =>
      createWorker({
        database,
        sequencer: audit.sequencer,
        systemCtx,
        subscribers: [
          ...allOf((floor) => floor.subscribers),
          ...createNoticeSubscribers(allOf((floor) => floor.notices)),
        ],
        jobs: [...allOf((floor) => floor.jobs), forgetIdempotencyKeys],
        reconcilers: allOf((floor) => floor.reconcilers),
        concurrency: parts.workerConcurrency,
      }),
  }
}

/** The CAs that certificates of clients are judged by, read again when they change; null where nobody signs in by one. */
function openTrustOf({ clientCertificates, log }: Parts): TrustInForce | null {
  if (!clientCertificates) return null
  return openTrust(clientCertificates, (file, error) =>
    log.error(
      { err: error, file },
      'certificates of clients could not be read again; what was read before holds',
    ),
  )
}

/** Processes that start together wait for the one that puts the defaults in. */
async function oneAtATime(database: Database, run: () => Promise<void>): Promise<void> {
  const holder = await database.owner.connect()
  try {
    await holder.query('select pg_advisory_lock(4711, 3)')
    await run()
  } finally {
    await holder.query('select pg_advisory_unlock(4711, 3)').catch(() => {})
    holder.release()
  }
}
