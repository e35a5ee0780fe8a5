/** A server's screen: Nova makes an address with a token in it that is good for some minutes. */
import type { ConsoleLink, ExternalId } from '../../modules/cloud/connector.ts'
import { objectAt, textAt } from './answer.ts'
import type { Call } from './call.ts'
import { refuse } from './fault.ts'
import { findServer } from './server-observed.ts'
import { serverPower } from './states.ts'

export async function openConsole(call: Call, ref: ExternalId): Promise<ConsoleLink> {
  const json = await findServer(call, ref)
  if (!json) throw refuse('not-found', `no server ${ref}`)
  const status = textAt(json, 'status')
  if (serverPower(status) !== 'on') throw refuse('conflict', `server ${ref} is ${status}: nothing to see`)
  const asked = { protocol: 'vnc', type: 'novnc' }
  const answer = await call.post('compute', ['servers', ref, 'remote-consoles'], { remote_console: asked })
  const link = objectAt(answer, 'remote_console')
  return { url: textAt(link, 'url'), protocol: textAt(link, 'protocol') }
}
