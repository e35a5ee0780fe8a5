import { createAudit, runVerifyCommand } from '../platform/audit/index.ts'
import { systemClock } from '../platform/clock.ts'
import { EXIT, StartupError } from '../platform/startup-error.ts'
import { openSecrets } from './open-secrets.ts'
import { openStore } from './open-store.ts'
import type { Role } from './role.ts'

/** `audit verify [--checkpoint FILE]`: reads the whole audit chain, beside a running server or without one. */
export const audit: Role = {
  summary: { zh: 'audit verify：校验审计链', en: 'audit verify: verify the audit chain' },
  async run(context) {
    const [verb, ...args] = context.args
    if (verb !== 'verify') {
      throw new StartupError(
        { zh: '用法：audit verify [--checkpoint 文件]', en: 'Usage: audit verify [--checkpoint FILE]' },
        { exitCode: EXIT.usage },
      )
    }
    const database = await openStore(context, 'tool')
    const { config, log } = context
    const chain = createAudit({
      database,
      secrets: openSecrets(config),
      clock: systemClock,
      log,
      dataDir: config.dataDir,
    })
    const code = await runVerifyCommand(chain, args, (line) => process.stdout.write(`${line}\n`))
    if (code !== EXIT.ok) {
      throw new StartupError(
        { zh: '审计链未通过校验。', en: 'The audit chain was not verified.' },
        { exitCode: code },
      )
    }
  },
}
