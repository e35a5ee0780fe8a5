/** What OpenStack's own client does behind the platform's back: it stops, renames, resizes, deletes and adds. */
import { eventually } from '../../../server/test/kit/journey.ts'
import type { Client } from '../openstack/client.ts'
import { type Filled, untilActive } from './fill.ts'

export interface Behind {
  readonly stopped: string
  readonly renamed: string
  readonly newName: string
  readonly resized: string
  readonly gone: string
  readonly addedName: string
}

export async function statusOf(client: Client, server: string): Promise<string> {
  return (await client.show<{ status: string }>(null, 'server', 'show', server)).status
}

export async function changeBehind(client: Client, filled: Filled, label: string): Promise<Behind> {
  const [first, second, third, fourth] = filled.projects
  const [stopped = '', renamed = ''] = first?.servers ?? []
  const [resized = ''] = second?.servers ?? []
  const gone = third?.volume ?? ''
  const [newName, addedName] = [`改了名/✈️ ${label}`, `添的盘 ${label}`]
  await Promise.all([
    client.act(null, 'server', 'stop', stopped),
    client.act(null, 'server', 'set', '--name', newName, renamed),
    client.act(null, 'server', 'resize', '--flavor', 'm1.small', resized),
    client.act(null, 'volume', 'delete', gone),
    client.act(fourth?.id ?? '', 'volume', 'create', '--size', '2', addedName),
  ])
  await eventually(
    'the resize waits for its confirmation',
    async () => (await statusOf(client, resized)) === 'VERIFY_RESIZE',
  )
  await client.act(null, 'server', 'resize', 'confirm', resized)
  await eventually('it is stopped and the volume is gone', async () => {
    const volumes = await client.show<{ ID: string }[]>(null, 'volume', 'list', '--all-projects')
    return (await statusOf(client, stopped)) === 'SHUTOFF' && volumes.every(({ ID }) => ID !== gone)
  })
  await untilActive(client)
  return { stopped, renamed, newName, resized, gone, addedName }
}
