/** Our own API over an existing database, as `node server/src/main.ts api` serves it, not yet listening. */
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { FastifyInstance } from 'fastify'
import { compose } from '../../server/src/compose.ts'
import { systemClock } from '../../server/src/platform/clock.ts'
import { type Database, openDatabase } from '../../server/src/platform/db/index.ts'
import { createLog } from '../../server/src/platform/log/index.ts'
import { createSecrets, parseKeyRing } from '../../server/src/platform/secrets/index.ts'

export async function openApi(
  url: string,
): Promise<{ readonly app: FastifyInstance; readonly database: Database }> {
  const dataDir = mkdtempSync(join(tmpdir(), 'yunheng-bench-api-'))
  process.on('exit', () => rmSync(dataDir, { recursive: true, force: true }))
  const database = openDatabase({ url, poolSize: 20, onError: () => {} })
  const composition = compose({
    database,
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
  return { app: await composition.createApi(), database }
}
