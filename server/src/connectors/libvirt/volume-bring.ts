/** A volume that nothing uses, to the host of the server that is to have it. */
import type { Call } from './call.ts'
import { refuse } from './fault.ts'
import { noteHosts } from './move-clear.ts'
import type { HostSettings } from './settings.ts'
import { gibOf } from './size.ts'
import type { View } from './view.ts'
import { createDisk, removeDisk } from './volume-disk.ts'

/** It goes by way of this machine, within the time of one call; larger ones are for the server to be moved to. */
const BRING_MAX_BYTES = 1024 ** 3

/**
 * What was cut off is begun anew: until all of it has arrived, the card names the host first that still has the whole. The
 * first host is emptied last.
 */
export async function bringVolume(call: Call, view: View, id: string, to: HostSettings): Promise<void> {
  const disk = view.disks.find(({ our }) => our.sort === 'volume' && our.resource === id)
  if (disk === undefined) throw refuse('not-found', `no volume ${id}`)
  const from = disk.host
  if (from.name === to.name) return
  const whole = gibOf(disk.takenBytes)
  if (disk.isOverlay || disk.takenBytes > BRING_MAX_BYTES)
    throw refuse(
      'conflict',
      `volume ${id} (${whole} GiB) lies on ${from.name}, and its server stands on ${to.name}: move that first`,
    )
  const note = (...hosts: readonly HostSettings[]) =>
    noteHosts(
      call,
      view,
      'volume',
      id,
      hosts.map(({ name }) => name),
    )
  const { pool } = call.settings
  const words = ['--pool', pool, '--vol', disk.name, '--file']
  await note(from, to)
  await removeDisk(call.on(to), disk.name)
  await call.virsh.withFile('', async (path) => {
    await call.on(from).run('vol-download', ...words, path, '--sparse')
    await createDisk(call.on(to), disk.name, gibOf(disk.sizeBytes))
    await call.on(to).run('vol-upload', ...words, path, '--sparse')
  })
  await note(to, from)
  await removeDisk(call.on(from), disk.name)
  await note(to)
}
