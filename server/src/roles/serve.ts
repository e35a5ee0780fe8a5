/** The long-running roles: the API with the console, the background work, or both in one process. */
import type { AddressInfo } from 'node:net'
import { fileURLToPath } from 'node:url'
import fastify, { type FastifyInstance } from 'fastify'
import { type Composition, compose } from '../compose.ts'
import { systemClock } from '../platform/clock.ts'
import type { Config } from '../platform/config/index.ts'
import type { Database } from '../platform/db/index.ts'
import { bindConsole, bindProbes, bindTraces } from '../platform/http/index.ts'
import { EXIT, StartupError } from '../platform/startup-error.ts'
import { loadSampleData } from './demo.ts'
import { openSecrets } from './open-secrets.ts'
import { bringUpToDate, openStore } from './open-store.ts'
import type { Role, RoleContext } from './role.ts'

const CONSOLE_DIR = fileURLToPath(new URL('../../../web/dist/', import.meta.url))

interface Shares {
  readonly api: boolean
  readonly worker: boolean
}

export const serve: Role = {
  summary: { zh: '全部合一（默认）', en: 'everything in one process (the default)' },
  run: (context) => runServer(context, { api: true, worker: true }),
}
export const api: Role = {
  summary: { zh: '只提供接口与控制台', en: 'API and console only' },
  run: (context) => runServer(context, { api: true, worker: false }),
}
export const worker: Role = {
  summary: { zh: '只执行后台作业', en: 'background work only' },
  run: (context) => runServer(context, { api: false, worker: true }),
}

async function runServer(context: RoleContext, shares: Shares): Promise<void> {
  const { config, log, life } = context
  const database = await openStore(context, 'server')
  await bringUpToDate(database, context)
  const secrets = openSecrets(config)
  const composition = compose({
    database,
    clock: systemClock,
    log,
    secrets,
    dataDir: config.dataDir,
    exportDir: config.exportDir,
    cloudNetworks: config.cloudNetworks,
    scans: config.scans,
    measures: config.measures,
    trustProxy: config.http.trustedProxies,
    clientCertificates: config.http.clientCertificates,
    secureCookies: config.http.publicUrl?.startsWith('https:') ?? false,
    assertAudited: false,
    workerConcurrency: config.worker.concurrency,
  })
  await life.start('clouds', async () => ({ stop: () => composition.close() }))
  // First, so that the flows and prices of the sample province are as old as its history.
  if (config.mode === 'evaluation' && config.sampleData === 'auto')
    await loadSampleData(context, database, secrets)
  await composition.prepare()
  if (shares.api) {
    await life.start('live', async () => {
      await composition.live.start()
      return composition.live
    })
  }
  if (shares.worker) {
    const rewrapped = await secrets.rewrapAll(database)
    if (rewrapped > 0) log.info({ rewrapped }, 'secrets were sealed with the new master key')
    await life.start('worker', async () => {
      const background = composition.createWorker()
      try {
        await background.start()
      } catch (error) {
        // Some of it may run already.
        await background.stop()
        throw error
      }
      return background
    })
  }
  const address = await listen(context, shares, composition, database)
  announce(context, shares, address)
  if (shares.api) await tellSampleAccounts(context, composition)
  await life.untilAsked()
}

/** A worker listens as well: its probes are how a cluster knows that it lives. */
async function listen(
  { config, life, telemetry }: RoleContext,
  shares: Shares,
  composition: Composition,
  database: Database,
) {
  const app = shares.api ? await composition.createApi() : fastify()
  let draining = false
  bindProbes(app, { checks: { database: () => database.pool.query('select 1') }, isDraining: () => draining })
  bindTraces(app, telemetry)
  if (shares.api) await bindConsole(app, CONSOLE_DIR)
  await life.start('http', async () => {
    await listenOrRefuse(app, config.http)
    return {
      async stop() {
        draining = true
        await closeWithin(app, config.shutdownTimeoutMs * 0.8)
      },
    }
  })
  return app.server.address() as AddressInfo
}

async function listenOrRefuse(app: FastifyInstance, { host, port }: Config['http']): Promise<void> {
  try {
    await app.listen({ host, port })
  } catch (cause) {
    const { code = '', message } = cause as NodeJS.ErrnoException
    const taken = code === 'EADDRINUSE'
    throw new StartupError(
      {
        zh: taken
          ? `端口 ${port}（${host}）已被占用。请停止占用它的程序，或用 YUNHENG_PORT 指定另一端口。`
          : `无法监听 ${host}:${port}：${message}。请检查 YUNHENG_HOST 与 YUNHENG_PORT。`,
        en: taken
          ? `Port ${port} (${host}) is taken. Stop the program that has it, or name another port by YUNHENG_PORT.`
          : `Cannot listen on ${host}:${port}: ${message}. Check YUNHENG_HOST and YUNHENG_PORT.`,
      },
      { exitCode: EXIT.usage },
    )
  }
}

/** No new connection, what is in flight is answered; streams that would go on for ever are cut at the end. */
async function closeWithin(app: FastifyInstance, timeoutMs: number): Promise<void> {
  const cut = setTimeout(() => app.server.closeAllConnections(), timeoutMs)
  try {
    await app.close()
  } finally {
    clearTimeout(cut)
  }
}

function announce({ config, log, say }: RoleContext, shares: Shares, address: AddressInfo): void {
  const host = address.family === 'IPv6' ? `[${address.address}]` : address.address
  const url = config.http.publicUrl ?? `http://${host}:${address.port}`
  log.info({ url, ...shares }, 'ready')
  say({ zh: `云衡已就绪：${url}`, en: `Yunheng is ready: ${url}` })
}

/** Who may sign in to the sample province, while its password is still the sample's. */
async function tellSampleAccounts({ say }: RoleContext, composition: Composition): Promise<void> {
  const accounts = await composition.sampleAccounts()
  const first = accounts[0]
  if (first === undefined) return
  const names = accounts.map((account) => account.username).join(' ')
  say({
    zh: `示例账号（口令均为 ${first.password}）：${names}`,
    en: `Sample accounts (all with the password ${first.password}): see the sign-in page for whom they stand`,
  })
}
