/**
 * The life of a process: parts start in order, and stop in the opposite order, each within its time, when the work is
 * done, when a signal asks, or when something broke. Nothing here knows what the parts are.
 */
import type { Logger } from '../log/index.ts'
import { EXIT, StartupError } from '../startup-error.ts'

export interface Part {
  /** Takes no new work, finishes what is in flight, releases what it holds. */
  stop(): Promise<void>
}

export interface Life {
  /** Starts a part and stops it in its turn. Throws {@link Interrupted} once the process was asked to end. */
  start<T extends Part>(name: string, start: () => Promise<T>): Promise<T>
  /** Settles when a signal or a fatal error asks the process to end. */
  untilAsked(): Promise<void>
}

/** A start that was given up because the process was asked to end. Not a failure. */
export class Interrupted extends Error {
  constructor() {
    super('asked to end while starting')
    this.name = 'Interrupted'
  }
}

export interface ProcessOptions {
  readonly log: Logger
  /** How long each part may take to stop. */
  readonly stopTimeoutMs: number
  /** Tells the person at the terminal why the process could not start. */
  readonly complain: (text: string) => void
}

/** A terminal's Ctrl-C reaches us once itself and again through the launcher and npm: that is one wish, not three. */
const SAME_WISH_MS = 1_500

/** Runs the body as the whole of this process; resolves to its exit code, everything stopped. */
export async function runProcess(
  options: ProcessOptions,
  body: (life: Life) => Promise<void>,
): Promise<number> {
  const asked = watchForEnd(options.log)
  const started: { name: string; part: Part }[] = []
  const life: Life = {
    async start(name, start) {
      if (asked.exitCode() !== null) throw new Interrupted()
      const part = await start()
      started.push({ name, part })
      options.log.debug({ part: name }, 'started')
      return part
    },
    untilAsked: () => asked.promise,
  }
  let exitCode: number = EXIT.ok
  try {
    await body(life)
  } catch (error) {
    exitCode = exitCodeOf(error, options)
  }
  for (const { name, part } of started.reverse()) {
    if (!(await stopWithin(name, part, options))) exitCode ||= EXIT.failure
  }
  asked.stopWatching()
  return exitCode || (asked.exitCode() ?? EXIT.ok)
}

function exitCodeOf(error: unknown, { log, complain }: ProcessOptions): number {
  if (error instanceof Interrupted) return EXIT.ok
  if (error instanceof StartupError) {
    complain(error.message)
    if (error.cause !== undefined) log.error({ err: error.cause }, 'could not start')
    return error.exitCode
  }
  log.fatal({ err: error }, 'could not start')
  complain(`启动失败：${(error as Error).message}\nThe start failed: ${(error as Error).message}`)
  return EXIT.failure
}

async function stopWithin(
  name: string,
  part: Part,
  { log, stopTimeoutMs }: ProcessOptions,
): Promise<boolean> {
  const { promise: late, resolve } = Promise.withResolvers<'late'>()
  const timer = setTimeout(() => resolve('late'), stopTimeoutMs)
  try {
    const outcome = await Promise.race([part.stop(), late])
    if (outcome !== 'late') return true
    log.error({ part: name, stopTimeoutMs }, 'did not stop in time; going on without it')
  } catch (error) {
    log.error({ part: name, err: error }, 'did not stop in order')
  } finally {
    clearTimeout(timer)
  }
  return false
}

/** Signals and fatal errors, the first of which asks the process to end; a signal repeated later ends it at once. */
function watchForEnd(log: Logger) {
  const { promise, resolve } = Promise.withResolvers<void>()
  let exitCode: number | null = null
  let askedAtMs = 0

  const ask = (code: number) => {
    exitCode ??= code
    resolve()
  }
  const onSignal = (signal: NodeJS.Signals) => {
    const nowMs = performance.now()
    if (exitCode === null) {
      askedAtMs = nowMs
      log.info({ signal }, 'asked to end')
      ask(EXIT.ok)
    } else if (nowMs - askedAtMs > SAME_WISH_MS) {
      log.warn({ signal }, 'asked again: ending at once')
      process.exit(EXIT.failure)
    }
  }
  const onFatal = (error: unknown) => {
    log.fatal({ err: error }, 'an error that nothing caught: ending')
    ask(EXIT.failure)
  }
  // The launcher that started us holds the other end: it was killed, and nobody else would ever end us.
  const onDisconnect = () => onSignal('SIGHUP')
  const signals = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const
  for (const signal of signals) process.on(signal, onSignal)
  process.on('disconnect', onDisconnect)
  process.on('uncaughtException', onFatal)
  process.on('unhandledRejection', onFatal)
  return {
    promise,
    exitCode: () => exitCode,
    stopWatching() {
      for (const signal of signals) process.removeListener(signal, onSignal)
      process.removeListener('disconnect', onDisconnect)
      process.removeListener('uncaughtException', onFatal)
      process.removeListener('unhandledRejection', onFatal)
    },
  }
}
