import { systemClock } from '../platform/clock.ts'
import type { Config } from '../platform/config/index.ts'
import { createSecrets, loadKeyRing, type Secrets } from '../platform/secrets/index.ts'
import { EXIT, StartupError } from '../platform/startup-error.ts'

/** The credentials at rest, with the key from where the configuration says. */
export function openSecrets(config: Config): Secrets {
  try {
    return createSecrets(loadKeyRing(config.secretKey), systemClock)
  } catch (cause) {
    const why = (cause as Error).message
    throw new StartupError(
      {
        zh: `主密钥不可用：${why}。请检查 YUNHENG_SECRET_KEY 或 YUNHENG_SECRET_KEY_FILE。`,
        en: `The master key cannot be used: ${why}. Check YUNHENG_SECRET_KEY or YUNHENG_SECRET_KEY_FILE.`,
      },
      { exitCode: EXIT.usage, cause },
    )
  }
}
