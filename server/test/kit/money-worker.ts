/**
 * A worker as a process of its own that believes it is a certain time, so that months are over and drafts are a day old:
 *   node server/test/kit/money-worker.ts <database> <instant> <directory>
 * It is meant to be killed; SIGTERM ends it as its operator would.
 */
import { randomBytes } from 'node:crypto'
import { compose } from '../../src/compose.ts'
import { systemClock } from '../../src/platform/clock.ts'
import { openDatabase } from '../../src/platform/db/index.ts'
import { createLog, silentLog } from '../../src/platform/log/index.ts'
import { createSecrets, parseKeyRing } from '../../src/platform/secrets/index.ts'

const [url = '', instant = '', dataDir = ''] = process.argv.slice(2)
const ahead = Date.parse(instant) - systemClock.now().getTime()
const clock = { now: () => new Date(systemClock.now().getTime() + ahead) }
const database = openDatabase({ url, poolSize: 8, onError: () => {} })
const composition = compose({
  database,
  clock,
  secrets: createSecrets(parseKeyRing(randomBytes(32).toString('hex')), clock),
  dataDir,
  cloudNetworks: [],
  log: process.env.TEST_LOG ? createLog({ level: 'debug', format: 'text' }) : silentLog(),
  trustProxy: [],
  clientCertificates: null,
  secureCookies: false,
  assertAudited: true,
  workerConcurrency: 4,
})
const worker = composition.createWorker()
await worker.start()
process.once('SIGTERM', async () => {
  await worker.stop()
  await composition.close()
  await database.close()
  process.exit(0)
})
console.log('is ready: worker')
