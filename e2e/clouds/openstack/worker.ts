/**
 * A worker that kills itself: the way in which a power cut, an operator or the kernel ends one. Arguments: the database, and
 * when: `before` or `after` the first call that changes the cloud, or `never`.
 */
import { DEFAULT_RECONCILER_OPTIONS } from '../../../server/src/modules/resource/index.ts'
import { openOpenStack } from './open.ts'
import { openSupply } from './supply.ts'

const [url = '', when = 'never'] = process.argv.slice(2)
const supply = openSupply(url)
const connector = openOpenStack()

function die(): void {
  process.kill(process.pid, 'SIGKILL')
}

function fatal<A extends unknown[], R>(call: (...args: A) => Promise<R>) {
  return async (...args: A): Promise<R> => {
    if (when === 'before') die()
    const result = await call(...args)
    if (when === 'after') die()
    return result
  }
}

const runner = supply.runner(
  {
    ...connector,
    ensure: fatal(connector.ensure),
    change: fatal(connector.change),
    remove: fatal(connector.remove),
  },
  // An answer that is lost here is lost for good: nothing arrives late from a loopback.
  { ...DEFAULT_RECONCILER_OPTIONS, concurrency: 4, lateAnswerMs: 1_000 },
)
runner.start()

process.once('SIGTERM', () => {
  void runner
    .stop()
    .then(() => connector.close())
    .then(() => supply.close())
})
