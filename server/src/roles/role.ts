/** What every role of the process is given, and the shape it has. */
import type { Text } from '@yunheng/contract'
import type { Config } from '../platform/config/index.ts'
import type { Life } from '../platform/lifecycle/index.ts'
import type { Logger } from '../platform/log/index.ts'
import type { Telemetry } from '../platform/telemetry/index.ts'

export interface RoleContext {
  readonly config: Config
  readonly log: Logger
  readonly life: Life
  readonly telemetry: Telemetry
  /** Arguments after the role's name. */
  readonly args: readonly string[]
  /** Tells the person at the terminal what is being done. */
  readonly say: (text: Text) => void
}

export interface Role {
  readonly summary: Text
  run(context: RoleContext): Promise<void>
}
