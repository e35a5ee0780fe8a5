import { isEmpty, loadDemo } from '../demo/load-demo.ts'
import { systemClock } from '../platform/clock.ts'
import type { Database } from '../platform/db/index.ts'
import type { Secrets } from '../platform/secrets/index.ts'
import { EXIT, StartupError } from '../platform/startup-error.ts'
import { openSecrets } from './open-secrets.ts'
import { bringUpToDate, openStore } from './open-store.ts'
import type { Role, RoleContext } from './role.ts'

/** Fills an empty platform with the sample province. Refused where there is anything already, and in production. */
export const demo: Role = {
  summary: { zh: '向空库装入示例数据后退出', en: 'fill an empty database with sample data and end' },
  async run(context) {
    if (context.config.mode === 'production') {
      throw new StartupError(
        { zh: '生产方式下不装入示例数据。', en: 'Sample data is not loaded in production.' },
        { exitCode: EXIT.usage },
      )
    }
    const database = await openStore(context, 'tool')
    await bringUpToDate(database, context)
    if (await loadSampleData(context, database, openSecrets(context.config))) return
    throw new StartupError(
      {
        zh: '数据库里已有数据，未装入示例数据。请换一个空的数据目录。',
        en: 'The database holds data already; no sample data was loaded. Take an empty data directory.',
      },
      { exitCode: EXIT.usage },
    )
  },
}

/** @returns false when there was data already. */
export async function loadSampleData(
  context: RoleContext,
  database: Database,
  secrets: Secrets,
): Promise<boolean> {
  if (!(await isEmpty(database))) return false
  await loadDemo({
    database,
    clock: systemClock,
    parts: {
      log: context.log,
      secrets,
      dataDir: context.config.dataDir,
      cloudNetworks: context.config.cloudNetworks,
      scans: context.config.scans,
      measures: context.config.measures,
      trustProxy: [],
      secureCookies: false,
      assertAudited: false,
      workerConcurrency: context.config.worker.concurrency,
    },
    onProgress: context.say,
  })
  return true
}
