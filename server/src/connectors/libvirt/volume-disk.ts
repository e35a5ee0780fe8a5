/** Disks of the pool, whoever they belong to. */
import type { Call } from './call.ts'
import { unless } from './fault.ts'
import { bytesOf } from './size.ts'

/** One that is there already was made by an attempt whose answer got lost. */
export async function createDisk(
  call: Call,
  name: string,
  sizeGiB: number,
  over?: { readonly path: string; readonly format: string },
): Promise<void> {
  const backing = over === undefined ? [] : ['--backing-vol', over.path, '--backing-vol-format', over.format]
  const words = ['--name', name, '--capacity', bytesOf(sizeGiB), '--format', 'qcow2', ...backing]
  await unless('conflict', call.run('vol-create-as', '--pool', call.settings.pool, ...words), '')
}

export async function removeDisk(call: Call, name: string): Promise<void> {
  await unless('not-found', call.run('vol-delete', '--pool', call.settings.pool, '--vol', name), '')
}

export async function growDisk(call: Call, name: string, sizeGiB: number): Promise<void> {
  await call.run('vol-resize', '--pool', call.settings.pool, '--vol', name, '--capacity', bytesOf(sizeGiB))
}

export async function writeRaw(call: Call, name: string, bytes: Uint8Array): Promise<void> {
  const { pool } = call.settings
  const words = ['--name', name, '--capacity', String(bytes.length), '--format', 'raw']
  await unless('conflict', call.run('vol-create-as', '--pool', pool, ...words), '')
  await call.virsh.withFile(bytes, (path) =>
    call.run('vol-upload', '--pool', pool, '--vol', name, '--file', path),
  )
}
