import { execFileSync } from 'node:child_process'
import { existsSync, readdirSync } from 'node:fs'
import { fileURLToPath } from 'node:url'

const HARNESS = fileURLToPath(new URL('../../e2e/clouds/openstack/', import.meta.url))

/** A real OpenStack: brought up when it is not, and then taken down again, also when it came up only in part. */
export async function withOpenStack<T>(run: () => Promise<T>): Promise<T> {
  const pids = `${process.env.OST_STATE ?? `${HARNESS}state`}/pid`
  const wasUp = existsSync(pids) && readdirSync(pids).length > 0
  try {
    execFileSync(`${HARNESS}up.sh`, { stdio: 'inherit' })
    return await run()
  } finally {
    if (!wasUp) execFileSync(`${HARNESS}down.sh`, { stdio: 'inherit' })
  }
}
