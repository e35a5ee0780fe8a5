import type { Logger } from './log/index.ts'

/** Background work that polls: one pass at a time, sooner when woken, waiting longer after a failure. */
export interface Loop {
  start(): void
  /** Ends after the pass that is running. */
  stop(): Promise<void>
  /** Asks for a pass now; a wake during a pass asks for another one after it. */
  wake(): void
}

export interface LoopOptions {
  readonly name: string
  readonly intervalMs: number
  readonly log: Logger
  /** Returns true when there is more to do at once. */
  pass(): Promise<boolean>
}

const FAILURE_WAIT_MS_MAX = 10_000

export function createLoop(options: LoopOptions): Loop {
  let running: Promise<void> | null = null
  let stopping = false
  let woken = false
  let failures = 0
  let timer: NodeJS.Timeout | undefined
  let release: (() => void) | undefined

  const sleep = (ms: number) =>
    new Promise<void>((resolve) => {
      release = resolve
      timer = setTimeout(resolve, ms)
    })

  const run = async () => {
    while (!stopping) {
      woken = false
      let more = false
      try {
        more = await options.pass()
        failures = 0
      } catch (error) {
        failures += 1
        if (!stopping)
          options.log.warn({ err: error, loop: options.name, failures }, 'a background pass failed')
      }
      if (stopping || (failures === 0 && (more || woken))) continue
      await sleep(failures === 0 ? options.intervalMs : Math.min(FAILURE_WAIT_MS_MAX, 250 * 2 ** failures))
    }
  }
  return {
    start() {
      stopping = false
      running ??= run()
    },
    async stop() {
      stopping = true
      clearTimeout(timer)
      release?.()
      await running
      running = null
    },
    wake() {
      woken = true
      if (failures === 0) {
        clearTimeout(timer)
        release?.()
      }
    },
  }
}
