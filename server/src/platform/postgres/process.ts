/** Telling processes apart: a process id alone is not proof, because ids are used again. */
import { spawnSync } from 'node:child_process'
import { readFileSync, readlinkSync } from 'node:fs'

export function isAlive(pid: number): boolean {
  return startOf(pid) !== null
}

/**
 * When the process began, in the system's own notation; null when there is none. A zombie counts as gone: it holds
 * nothing any more, although kill(pid, 0) still succeeds until its parent collects it.
 */
export function startOf(pid: number): string | null {
  if (process.platform !== 'linux') {
    const answer = ps(pid, 'stat=,lstart=')
    return answer === '' || answer.startsWith('Z') ? null : answer.replace(/^\S+\s+/, '')
  }
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'latin1')
    // The second field is the program's name in parentheses and may itself hold spaces and parentheses.
    const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ')
    return fields[0] === 'Z' || fields[0] === 'X' ? null : (fields[19] ?? null)
  } catch {
    return null
  }
}

/** Dead but not collected by its parent: PostgreSQL takes such a process for a living one. */
export function isZombie(pid: number): boolean {
  if (isAlive(pid)) return false
  try {
    process.kill(pid, 0)
    return true
  } catch {
    return false
  }
}

/** Whether this process is the postmaster of that cluster: it works in the directory it serves. */
export function servesCluster(pid: number, clusterDir: string): boolean {
  if (!isAlive(pid)) return false
  if (process.platform !== 'linux') return ps(pid, 'command=').includes(clusterDir)
  try {
    return readlinkSync(`/proc/${pid}/cwd`) === clusterDir
  } catch {
    return false
  }
}

function ps(pid: number, columns: string): string {
  return spawnSync('ps', ['-o', columns, '-p', String(pid)], { encoding: 'utf8' }).stdout?.trim() ?? ''
}
