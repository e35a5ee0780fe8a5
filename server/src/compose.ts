/**
 * Builds every module by hand, one line each, and plugs higher modules into the ports that lower ones own.
 * Nobody imports this file but main.ts and the test kit.
 */
import { join } from 'node:path'
import type { SampleAccount } from '@yunheng/contract'
import type { FastifyInstance } from 'fastify'
import { type CloudKinds, openCloudKinds } from './clouds.ts'
import { adoptionFlowListener, adoptionHome, createAdoptionModule } from './modules/adoption/index.ts'
import {
  billedUntil,
  billFlowListener,
  billHome,
  billNotices,
  createBillingReconciler,
  createBillingRoutes,
  listBilledOfYear,
} from './modules/billing/index.ts'
import {
  budgetNotices,
  createBudgetRoutes,
  createSubsidyRoutes,
  subsidyFlowListener,
} from './modules/budget/index.ts'
import { catalogueRoutes, installCatalogue } from './modules/catalogue/index.ts'
import { type CloudModule, createCloudModule } from './modules/cloud/index.ts'
import {
  createEstateRoutes,
  createHomeRoutes,
  domesticRoutes,
  installMilestones,
  milestoneHome,
  milestoneRoutes,
  responsibilityRoutes,
  targetRoutes,
} from './modules/cockpit/index.ts'
import { coordinationNotices, coordinationRoutes, installCheckLists } from './modules/coordination/index.ts'
import { createDriftModule, driftHome } from './modules/drift/index.ts'
import { createExportModule, exportNotices } from './modules/export/index.ts'
import { createIdentity, identityHome, sampleAccounts } from './modules/identity/index.ts'
import { createInventoryModule, noteObserved, type ScanOptions } from './modules/inventory/index.ts'
import { createMeasureReconciler, createMeasureRoutes, forgetMeasures } from './modules/measure/index.ts'
import { createMeteringReconciler, meteringRoutes } from './modules/metering/index.ts'
import { createNoticeSubscribers, forgetNotices, noticeRoutes, taskNotices } from './modules/notice/index.ts'
import {
  consolidationNotices,
  createConsolidationReconciler,
  optimisationRoutes,
} from './modules/optimisation/index.ts'
import { organisationRoutes } from './modules/organisation/index.ts'
import {
  createHostClaimRoutes,
  createHostPlacing,
  createPlacementRoutes,
  createPlacing,
  placementSubscribers,
} from './modules/placement/index.ts'
import { savedViewRoutes } from './modules/preference/index.ts'
import { filingNotices, filingRoutes } from './modules/project-filing/index.ts'
import {
  protectionHome,
  protectionNotices,
  protectionRoutes,
  vpnAccountClock,
} from './modules/protection/index.ts'
import { createRequests, doorsOfModules, requestHome, requestNotices } from './modules/request/index.ts'
import {
  createResourceModule,
  hasResources,
  listSystemsWithResources,
  workOrderHome,
  workOrderNotices,
} from './modules/resource/index.ts'
import { installRules, ruleRoutes } from './modules/rule/index.ts'
import {
  createNoticeReconciler,
  createSavingRoutes,
  growthOf,
  judgeNightly,
  priceTrialReconciler,
  savingFlowListener,
  savingHome,
  savingNotices,
  scheduleReconciler,
} from './modules/saving/index.ts'
import {
  contractFlowListener,
  contractHome,
  createContractRoutes,
  createEndingReconciler,
} from './modules/service-contract/index.ts'
import {
  ceilingDoor,
  ceilingReconciler,
  createSettlementRoutes,
  paidOf,
  settlementHome,
  settlementNotices,
} from './modules/settlement/index.ts'
import {
  agreedStatements,
  comparisonReconciler,
  differenceClock,
  statementHome,
  statementNotices,
  statementRoutes,
} from './modules/statement/index.ts'
import { createSystemRoutes, systemHome } from './modules/system/index.ts'
import { unconnectedHome, unconnectedRoutes } from './modules/unconnected/index.ts'
import {
  createWorkflow,
  type FlowListener,
  organisationResolver,
  seedWorkflow,
} from './modules/workflow/index.ts'
import { type Audit, createAudit } from './platform/audit/index.ts'
import { type Authz, createAuthz } from './platform/authz/index.ts'
import type { Clock } from './platform/clock.ts'
import type { ClientCertificateFiles } from './platform/config/index.ts'
import type { Actor } from './platform/context.ts'
import { createContextFactory, type MakeCtx, systemActor } from './platform/create-context.ts'
import { type Database, elevated } from './platform/db/index.ts'
import { createDispatcher, type Subscriber } from './platform/events/index.ts'
import {
  type Authenticator,
  createAboutRoute,
  createHttpServer,
  forgetIdempotencyKeys,
  type Route,
} from './platform/http/index.ts'
import { createIds } from './platform/ids.ts'
import { createJobRunner, type Job } from './platform/jobs/index.ts'
import { createLiveFeed, createLiveRoutes, type LiveFeed } from './platform/live/index.ts'
import type { Logger } from './platform/log/index.ts'
import { createEgress } from './platform/net/egress.ts'
import { openTrust } from './platform/pki/index.ts'
import { createReconcileRunner, type Reconciler } from './platform/reconcile/index.ts'
import type { Secrets } from './platform/secrets/index.ts'
import { policies } from './policies.ts'
import { VERSION } from './version.ts'

export interface Parts {
  readonly database: Database
  readonly clock: Clock
  readonly log: Logger
  /** Credentials at rest, opened with the key from outside the database. */
  readonly secrets: Secrets
  /** Where checkpoints of the audit chain are kept beside the database. */
  readonly dataDir: string
  /** Where exported lists are kept for a while; `exports` in the data directory unless told. */
  readonly exportDir?: string
  /** Who is calling; identity's own unless given. The tests speak for a post by its id. */
  readonly authenticator?: Authenticator
  readonly trustProxy: readonly string[]
  /** Null: nobody signs in by certificate. */
  readonly clientCertificates?: ClientCertificateFiles | null
  readonly secureCookies: boolean
  readonly assertAudited: boolean
  /** Networks that clouds may stand in although they are refused otherwise (loopback, link-local …). */
  readonly cloudNetworks: readonly string[]
  /** How often clouds are looked through; the defaults unless told. */
  readonly scans?: Partial<ScanOptions>
  /** How often clouds are asked what their servers use; every five minutes unless told. */
  readonly measures?: { readonly everyMs: number }
  /** Jobs that one process runs at a time. */
  readonly workerConcurrency: number
}

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
  createWorker(): { start(): Promise<void>; stop(): Promise<void> }
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
  const certificates = parts.clientCertificates ?? null
  const complain = (file: string, error: unknown) =>
    log.error(
      { err: error, file },
      'certificates of clients could not be read again; what was read before holds',
    )
  const identity = createIdentity({
    ...parts,
    trust: certificates === null ? null : openTrust(certificates, complain),
  })
  const live = createLiveFeed(database, log)
  const egress = createEgress({ allowed: parts.cloudNetworks })
  const cloudKinds = openCloudKinds({ ...parts, egress })
  const measures = parts.measures ?? { everyMs: 300_000 }
  const cloud = createCloudModule({ kinds: cloudKinds.kinds, database, secrets: parts.secrets, clock })
  /** Modules that start flows say here what follows from them. */
  const flowListeners: FlowListener[] = []
  const workflowParts = { resolver: organisationResolver, listeners: () => flowListeners }
  const workflow = createWorkflow(workflowParts)
  const placing = createPlacing()
  const resource = createResourceModule({ placing, connections: cloud.connections, noteObserved })
  const inventory = createInventoryModule({
    database,
    connections: cloud.connections,
    ...(parts.scans ? { options: parts.scans } : {}),
  })
  const drift = createDriftModule(cloud.connections)
  const adoption = createAdoptionModule({ workflow, connections: cloud.connections })
  const requests = createRequests(
    doorsOfModules({
      workflow,
      placing,
      resource,
      ages: inventory.ages,
      growth: growthOf,
      ceiling: ceilingDoor,
    }),
  )
  flowListeners.push(
    { subjectNoun: 'request', onFlowChange: requests.onFlowNews },
    adoptionFlowListener,
    contractFlowListener,
    subsidyFlowListener,
    savingFlowListener,
    billFlowListener,
  )
  const exports = createExportModule({
    dir: parts.exportDir ?? join(parts.dataDir, 'exports'),
    makeCtx,
    routes: () => routes,
  })
  const routes: readonly Route[] = [
    createAboutRoute({ version: VERSION, isSample: async (ctx) => (await sampleAccounts(ctx)).length > 0 }),
    ...createLiveRoutes(live),
    ...audit.routes,
    ...identity.routes,
    ...organisationRoutes,
    ...createSystemRoutes({ hasResources: (tx, id) => elevated(tx, () => hasResources(tx, id)) }),
    ...catalogueRoutes,
    ...ruleRoutes,
    ...filingRoutes,
    ...createContractRoutes({ paidOf }, workflow),
    ...createBudgetRoutes({ listWithResources: listSystemsWithResources, listBilled: listBilledOfYear }),
    ...createSubsidyRoutes(workflow),
    ...cloud.routes,
    ...unconnectedRoutes,
    ...workflow.routes,
    ...createPlacementRoutes(placing),
    ...createHostClaimRoutes(createHostPlacing()),
    ...optimisationRoutes,
    ...createSavingRoutes(workflow),
    ...targetRoutes,
    ...milestoneRoutes,
    ...domesticRoutes,
    ...createEstateRoutes({ ages: inventory.ages }),
    ...responsibilityRoutes,
    ...resource.routes,
    ...inventory.routes,
    ...drift.routes,
    ...adoption.routes,
    ...requests.routes,
    ...meteringRoutes,
    ...createMeasureRoutes(measures.everyMs),
    ...createBillingRoutes(workflow),
    ...statementRoutes,
    ...createSettlementRoutes({
      agreedStatements: async (db, { providerId, from, to }) =>
        (await agreedStatements(db, { providerId })).filter(({ month }) => month >= from && month <= to),
    }),
    ...protectionRoutes,
    ...coordinationRoutes,
    ...noticeRoutes,
    ...savedViewRoutes,
    ...exports.routes,
    ...createHomeRoutes([
      requestHome,
      workOrderHome,
      driftHome,
      inventory.home,
      adoptionHome,
      systemHome,
      contractHome,
      milestoneHome,
      unconnectedHome,
      billHome,
      statementHome,
      settlementHome,
      protectionHome,
      savingHome,
      identityHome,
    ]),
  ]
  const subscribers: readonly Subscriber[] = [
    ...identity.subscribers,
    ...placementSubscribers,
    ...adoption.subscribers,
    ...requests.subscribers,
    ...createNoticeSubscribers([
      ...taskNotices,
      ...requestNotices,
      ...workOrderNotices,
      ...coordinationNotices,
      ...consolidationNotices,
      ...filingNotices,
      ...budgetNotices,
      ...protectionNotices,
      ...savingNotices,
      ...exportNotices,
      ...billNotices,
      ...statementNotices,
      ...settlementNotices,
    ]),
  ]
  const jobs: readonly Job<never>[] = [
    ...cloud.jobs,
    ...identity.jobs,
    ...inventory.jobs,
    ...exports.jobs,
    forgetMeasures,
    judgeNightly,
    forgetNotices,
    forgetIdempotencyKeys,
  ]
  const reconcilers: readonly Reconciler[] = [
    ...cloud.reconcilers,
    ...workflow.reconcilers,
    ...resource.reconcilers,
    ...inventory.reconcilers,
    ...drift.reconcilers,
    ...adoption.reconcilers,
    ...requests.reconcilers,
    ...exports.reconcilers,
    createMeteringReconciler({ database, closedUntil: billedUntil }),
    createBillingReconciler(database),
    createMeasureReconciler({ connections: cloud.connections, ...measures }),
    createConsolidationReconciler(cloud.connections),
    createEndingReconciler(workflow),
    ceilingReconciler,
    createNoticeReconciler(workflow),
    scheduleReconciler,
    priceTrialReconciler,
    vpnAccountClock,
    differenceClock,
    comparisonReconciler,
  ]

  return {
    makeCtx,
    authz,
    routes,
    live,
    audit,
    cloud,
    cloudKinds,
    async prepare() {
      await oneAtATime(database, async () => {
        await seedWorkflow(systemCtx('defaults'), workflowParts)
        await installCatalogue(systemCtx('defaults'))
        await installRules(systemCtx('defaults'))
        await installCheckLists(systemCtx('defaults'))
        await installMilestones(systemCtx('defaults'))
      })
    },
    async close() {
      await cloud.connections.close()
      await cloudKinds.close()
    },
    sampleAccounts: () => sampleAccounts(systemCtx('sample')),
    createApi: () =>
      createHttpServer({
        log,
        routes,
        authenticator: parts.authenticator ?? identity.authenticator,
        version: VERSION,
        trustProxy: parts.trustProxy,
        clientCertificateHeader: certificates?.header.toLowerCase() ?? null,
        secureCookies: parts.secureCookies,
        assertAudited: parts.assertAudited,
        recordRefusal: audit.append,
        makeCtx: (actor: Actor, call) => makeCtx(actor, call),
      }),
    createWorker() {
      const dispatcher = createDispatcher(database, () => systemCtx('events'), subscribers)
      const runner = createJobRunner(
        database,
        (name) => systemCtx(`job:${name}`),
        jobs,
        parts.workerConcurrency,
      )
      const reconcile = createReconcileRunner(database, systemCtx, reconcilers)
      return {
        async start() {
          audit.sequencer.start()
          dispatcher.start()
          reconcile.start()
          await runner.start()
        },
        async stop() {
          await Promise.all([reconcile.stop(), runner.stop(), dispatcher.stop()])
          await audit.sequencer.stop()
        },
      }
    },
  }
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
