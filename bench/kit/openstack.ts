import { execFileSync } from 'node:child_process'
import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'

const HARNESS = fileURLToPath(new URL('../../e2e/clouds/openstack/', import.meta.url))

/**
 * A real OpenStack: brought up when it is not, and then taken down again, also when it came up only in part. What is made on
 * one that `stays` is to be taken away.
 */
export async function withOpenStack<T>(run: (cloud: { readonly stays: boolean }) => Promise<T>): Promise<T> {
  const wasUp = isUp(`${process.env.OST_STATE ?? `${HARNESS}state`}/pid`)
  try {
    execFileSync(`${HARNESS}up.sh`, { stdio: 'inherit' })
    return await run({ stays: wasUp })
  } finally {
    if (!wasUp) execFileSync(`${HARNESS}down.sh`, { stdio: 'inherit' })
  }
}

/** Whether any process that `up.sh` wrote down still runs; a machine that was switched off leaves their numbers. */
function isUp(folder: string): boolean {
  if (!existsSync(folder)) return false
  return readdirSync(folder).some((name) => {
    const [pid, started] = readFileSync(`${folder}/${name}`, 'utf8').trim().split(' ')
    const stat = `/proc/${pid}/stat`
    // Field 22, counted behind the command, which may hold spaces.
    return existsSync(stat) && readFileSync(stat, 'utf8').replace(/.*\) /s, '').split(' ')[19] === started
  })
}
