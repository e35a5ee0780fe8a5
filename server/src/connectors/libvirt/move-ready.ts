/** Lays ready on another host what a machine that comes there needs before it comes: its networks, and room for its disks. */
import { readFile } from 'node:fs/promises'
import type { Call } from './call.ts'
import { refuse, unless } from './fault.ts'
import { dropCopy, takenAlong } from './move-clear.ts'
import { nameOf } from './name.ts'
import type { Server } from './server-observed.ts'
import type { HostSettings } from './settings.ts'
import { gibOf } from './size.ts'
import { documentOf, type View } from './view.ts'
import { createDisk, removeDisk, writeRaw } from './volume-disk.ts'
import { at } from './xml.ts'

export async function layReady(call: Call, view: View, server: Server, to: HostSettings): Promise<void> {
  const [from, there] = [call.on(server.domain.host), call.on(to)]
  for (const { subnet } of server.place)
    await defineThere(from, there, nameOf('subnet', server.project, subnet))
  // Of a move that was cut off; a part of a disk is of no use.
  await dropCopy(there, server.domain.name)
  const seed = nameOf('seed', server.project, server.id)
  for (const name of takenAlong(server)) {
    await removeDisk(there, name)
    const disk = view.disks.find((one) => one.name === name)
    if (disk !== undefined) await createDisk(there, name, gibOf(disk.sizeBytes))
    else if (name === seed) await copySeed(from, there, seed)
    else throw refuse('not-found', `the disk ${name} of ${server.domain.name} is gone`)
  }
}

/** The same network: only what stands on a bridge of the hosts goes on there as it was. */
async function defineThere(from: Call, there: Call, name: string): Promise<void> {
  const xml = await from.run('net-dumpxml', name, '--inactive')
  if (at(documentOf(name, xml), 'forward')?.attributes.mode !== 'bridge')
    throw refuse('invalid', `${name} ends at ${from.host.name}: it stands on no bridge of the hosts`)
  await there.virsh.withFile(xml, (path) => there.run('net-define', path))
  await there.run('net-autostart', name)
  await unless('conflict', there.run('net-start', name), '')
}

/** libvirt copies what is written to; the seed is not. */
async function copySeed(from: Call, there: Call, name: string): Promise<void> {
  const { pool } = from.settings
  const bytes = await from.virsh.withFile('', async (path) => {
    await from.run('vol-download', '--pool', pool, '--vol', name, '--file', path)
    return readFile(path)
  })
  await writeRaw(there, name, bytes)
}
