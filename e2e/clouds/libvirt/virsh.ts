/** The hosts' own client, beside the platform; and what their guests say on the console. */
import { execFile } from 'node:child_process'
import { existsSync, readFileSync } from 'node:fs'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { STATE, socketOf } from './open.ts'

const run = promisify(execFile)

export async function virsh(host: string, ...words: string[]): Promise<string> {
  return (await run('virsh', ['--quiet', '--connect', socketOf(host), ...words])).stdout.trim()
}

export async function defineOn(host: string, xml: string): Promise<void> {
  const folder = await mkdtemp(join(tmpdir(), 'yunheng-guest-'))
  try {
    const file = join(folder, 'guest.xml')
    await writeFile(file, xml)
    await virsh(host, 'define', file)
  } finally {
    await rm(folder, { recursive: true })
  }
}

/** Whether an address answers on the department's network, asked from this host. */
export async function answersOn(host: string, address: string): Promise<boolean> {
  const [pid] = readFileSync(`${STATE}/pid/${host}`, 'utf8').split(' ')
  const ping = ['busybox', 'ping', '-c', '1', '-W', '3', address]
  return run('nsenter', [`--net=/proc/${pid}/ns/net`, ...ping]).then(
    () => true,
    () => false,
  )
}

/** Lines that a guest has said on its serial console on this host; what a host that it left has of it stays there. */
export function saidOn(host: string, domain: string): readonly string[] {
  const log = `${STATE}/${host}/log/qemu/${domain}.console.log`
  return existsSync(log) ? readFileSync(log, 'utf8').split(/\r?\n/) : []
}

/** How long it has been up, in seconds, and by what it knows the run that it is in. */
export function aliveOn(
  host: string,
  domain: string,
): readonly { readonly up: number; readonly boot: string }[] {
  return saidOn(host, domain).flatMap((line) => {
    const [, up, boot] = /^guest alive up=([\d.]+) boot=(\S{36})$/.exec(line) ?? []
    return up === undefined || boot === undefined ? [] : [{ up: Number(up), boot }]
  })
}
