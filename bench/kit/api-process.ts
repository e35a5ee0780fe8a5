/** Our own API over an existing database, as `node server/src/main.ts api` serves it. Tells its parent the port. */
import { mkdtempSync, rmSync } from 'node:fs'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { compose } from '../../server/src/compose.ts'
import { systemClock } from '../../server/src/platform/clock.ts'
import { openDatabase } from '../../server/src/platform/db/index.ts'
import { bindConsole } from '../../server/src/platform/http/index.ts'
import { createLog } from '../../server/src/platform/log/index.ts'
import { createSecrets, parseKeyRing } from '../../server/src/platform/secrets/index.ts'

const CONSOLE_DIR = fileURLToPath(new URL('../../web/dist/', import.meta.url))
const [url = ''] = process.argv.slice(2)
const dataDir = mkdtempSync(join(tmpdir(), 'yunheng-bench-api-'))
process.on('exit', () => rmSync(dataDir, { recursive: true, force: true }))
const composition = compose({
  database: openDatabase({ url, poolSize: 20, onError: () => {} }),
  clock: systemClock,
  log: createLog({ level: 'info', format: 'json' }),
  secrets: createSecrets(parseKeyRing(`${'5a'.repeat(31)}01`), systemClock),
  dataDir,
  cloudNetworks: [],
  trustProxy: [],
  secureCookies: false,
  assertAudited: false,
  workerConcurrency: 1,
})
await composition.prepare()
const app = await composition.createApi()
if (process.argv.includes('--console')) await bindConsole(app, CONSOLE_DIR)
await app.listen({ host: '127.0.0.1', port: 0 })
process.on('disconnect', () => process.exit())
process.send?.({ port: (app.server.address() as AddressInfo).port })
