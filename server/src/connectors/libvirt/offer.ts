/** What the hosts offer: the images that all of them have, and their pool. */
import type { CloudOffer } from '../../modules/cloud/connector.ts'
import type { Connection } from './call.ts'
import { ZONE } from './hosts.ts'
import { type Image, isImageName, toImage } from './image.ts'
import type { HostSettings } from './settings.ts'
import { documentOf } from './view.ts'

export async function readOffer(connection: Connection, signal: AbortSignal): Promise<CloudOffer> {
  const images = await imagesOnAll(connection, signal)
  return {
    zones: [ZONE],
    images: images.map(({ name, sizeGiB }) => ({ id: name, name, minDiskGiB: sizeGiB, osDistro: null })),
    volumeTypes: [connection.settings.pool],
    externalNetworks: [],
  }
}

/** A project may come to stand on any host, so an image counts where all have it. */
export async function imagesOnAll(connection: Connection, signal: AbortSignal): Promise<readonly Image[]> {
  const lists = await Promise.all(connection.settings.hosts.map((host) => imagesOn(connection, host, signal)))
  const [first = [], ...others] = lists
  return first.filter(({ name }) => others.every((list) => list.some((image) => image.name === name)))
}

async function imagesOn(
  { virsh, settings }: Connection,
  host: HostSettings,
  signal: AbortSignal,
): Promise<readonly Image[]> {
  const pool = ['--pool', settings.imagePool]
  const [list = ''] = await virsh.ask(host, signal, [['vol-list', ...pool]])
  const names = list.split('\n').flatMap((line) => {
    const name = line.trim().split(/\s+/)[0] ?? ''
    return isImageName(name) ? [name] : []
  })
  const answers = await virsh.ask(
    host,
    signal,
    names.map((name) => ['vol-dumpxml', ...pool, '--vol', name]),
    true,
  )
  return names.flatMap((name, index) => {
    const xml = answers[index]
    return xml ? [toImage(name, documentOf(name, xml))] : []
  })
}
