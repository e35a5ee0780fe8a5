/** The process: one program, its role by argument. `node server/src/main.ts serve` */
import type { Text } from '@yunheng/contract'
import { ConfigError, readConfig, unknownSettings } from './platform/config/index.ts'
import { runProcess } from './platform/lifecycle/index.ts'
import { createLog } from './platform/log/index.ts'
import { EXIT } from './platform/startup-error.ts'
import { startTelemetry } from './platform/telemetry/index.ts'
import { admin } from './roles/admin.ts'
import { audit } from './roles/audit.ts'
import { demo } from './roles/demo.ts'
import { migrate } from './roles/migrate.ts'
import type { Role } from './roles/role.ts'
import { api, serve, worker } from './roles/serve.ts'

const roles: Readonly<Record<string, Role>> = { serve, api, worker, migrate, admin, audit, demo }

const say = ({ zh, en }: Text): void => void process.stdout.write(`· ${zh}  ${en}\n`)
const complain = (text: string): void => void process.stderr.write(`${text}\n`)

function usage(): string {
  const lines = Object.entries(roles).map(
    ([name, { summary }]) => `  ${name.padEnd(10)}${summary.zh}  ${summary.en}`,
  )
  return `用法 Usage: node server/src/main.ts ROLE\n${lines.join('\n')}`
}

async function main(): Promise<number> {
  const [name = 'serve', ...args] = process.argv.slice(2)
  const role = roles[name]
  if (!role) {
    complain(usage())
    return EXIT.usage
  }
  const config = readConfig()
  const log = createLog(config.log)
  for (const unknown of unknownSettings()) log.warn({ variable: unknown }, 'unknown setting, ignored')
  return runProcess({ log, stopTimeoutMs: config.shutdownTimeoutMs, complain }, async (life) => {
    const telemetry = await life.start('telemetry', () => startTelemetry({ ...config.telemetry, log }))
    await role.run({ config, log, life, telemetry, args, say })
  })
}

/** Everything is stopped by then: what some library still keeps open must not keep the process. */
process.exit(
  await main().catch((error: unknown) => {
    if (!(error instanceof ConfigError)) throw error
    complain(`配置有误 Wrong settings:\n${error.message}`)
    return EXIT.usage
  }),
)
