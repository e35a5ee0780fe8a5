/** Guests that stood on the libvirt hosts before the platform came: made by virsh, over a copy of the lane's image. */
import { execFile } from 'node:child_process'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { IMAGE, STATE } from '../libvirt/open.ts'

const run = promisify(execFile)

export async function virsh(host: string, ...words: string[]): Promise<string> {
  const socket = `qemu+unix:///system?socket=${STATE}/${host}/run/libvirt-sock`
  return (await run('virsh', ['--quiet', '--connect', socket, ...words])).stdout.trim()
}

const definition = (name: string, disk: string) => `<domain type="qemu">
  <name>${name}</name><memory unit="MiB">128</memory><vcpu>1</vcpu>
  <os><type arch="x86_64">hvm</type></os>
  <devices><disk type="volume" device="disk"><driver name="qemu" type="qcow2"/>
    <source pool="default" volume="${disk}"/><target dev="vda" bus="virtio"/></disk></devices>
</domain>`

/** Defined, and running. */
export async function startGuest(host: string, name: string): Promise<void> {
  const disk = `${name}.qcow2`
  await virsh(
    host,
    ...['vol-create-as', 'default', disk, '64M', '--format', 'qcow2'],
    ...['--backing-vol', IMAGE, '--backing-vol-format', 'qcow2'],
  )
  const folder = await mkdtemp(join(tmpdir(), 'yunheng-guest-'))
  try {
    const file = join(folder, 'guest.xml')
    await writeFile(file, definition(name, disk))
    await virsh(host, 'define', file)
  } finally {
    await rm(folder, { recursive: true })
  }
  await virsh(host, 'start', name)
}
