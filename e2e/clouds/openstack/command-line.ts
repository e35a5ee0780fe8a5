/** The command-line client in the lane's own region, as the administrator. */
import { type Client, openClient } from './client.ts'
import { OPENSTACK } from './open.ts'

let opened: Client | undefined

function client(): Client {
  opened ??= openClient(OPENSTACK.region ?? '')
  return opened
}

export async function openstack<T>(...words: string[]): Promise<T> {
  return client().show<T>(null, ...words)
}

/** The same, in another project. */
export async function openstackIn<T>(projectRef: string, ...words: string[]): Promise<T> {
  return client().show<T>(projectRef, ...words)
}

/** For commands that print nothing. */
export async function command(...words: string[]): Promise<string> {
  return client().act(null, ...words)
}
