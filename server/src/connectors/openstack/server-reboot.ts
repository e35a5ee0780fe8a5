/**
 * A reboot is asked for by a generation and happens once, also when an answer was lost or the process died between.
 * Nova has no field for that. So: note the intent with the number of reboots so far, reboot, note it done. Whoever
 * comes after a cut sees by Nova's own list of actions whether the reboot took place. The notes are Nova tags and not
 * metadata, because Nova refuses to write metadata while it reboots (409), but takes tags.
 */
import type { ExternalId } from '../../modules/cloud/connector.ts'
import { type Json, listAt, textAt, textsAt } from './answer.ts'
import type { Call } from './call.ts'
import { refuse, unless } from './fault.ts'
import { serverPower } from './states.ts'

const DONE = 'yunheng:reboot='
const INTENT = 'yunheng:rebooting='

export function rebootTag(generation: number): string {
  return DONE + generation
}

export function rebootGeneration(json: Json): number {
  const generations = textsAt(json, 'tags')
    .filter((tag) => tag.startsWith(DONE))
    .map((tag) => Number(tag.slice(DONE.length)))
  return Math.max(0, ...generations.filter(Number.isSafeInteger))
}

/** How many reboots there had been when this generation was first asked for. */
function intendedAfter(json: Json, generation: number): number | null {
  const prefix = `${INTENT}${generation}:`
  const tag = textsAt(json, 'tags').find((one) => one.startsWith(prefix))
  return tag === undefined ? null : Number(tag.slice(prefix.length))
}

export async function countReboots(call: Call, ref: ExternalId): Promise<number> {
  const answer = await call.get('compute', ['servers', ref, 'os-instance-actions'])
  return listAt(answer, 'instanceActions').filter((action) => action.action === 'reboot').length
}

export async function reboot(call: Call, json: Json, generation: number): Promise<void> {
  const ref = textAt(json, 'id')
  if (rebootGeneration(json) >= generation) return
  // What is off needs no reboot: it starts afresh anyway.
  if (serverPower(textAt(json, 'status')) !== 'off') await rebootOnce(call, json, generation)
  await putTag(call, ref, rebootTag(generation))
  await dropNotes(call, ref, rebootTag(generation))
}

async function rebootOnce(call: Call, json: Json, generation: number): Promise<void> {
  const ref = textAt(json, 'id')
  const before = intendedAfter(json, generation)
  const count = await countReboots(call, ref)
  if (before !== null && count > before) return
  if (textAt(json, 'status') !== 'ACTIVE')
    throw refuse('conflict', `server ${ref} is ${textAt(json, 'status')} and cannot be rebooted now`)
  if (before === null) await putTag(call, ref, `${INTENT}${generation}:${count}`)
  await call.post('compute', ['servers', ref, 'action'], { reboot: { type: 'SOFT' } })
}

async function putTag(call: Call, ref: ExternalId, tag: string): Promise<void> {
  await call.put('compute', ['servers', ref, 'tags', tag])
}

/** One by one: replacing the whole list could lose a tag that somebody else sets at this moment. */
async function dropNotes(call: Call, ref: ExternalId, keep: string): Promise<void> {
  const tags = textsAt(await call.get('compute', ['servers', ref, 'tags']), 'tags')
  const stale = tags.filter((tag) => (tag.startsWith(DONE) || tag.startsWith(INTENT)) && tag !== keep)
  for (const tag of stale)
    await unless('not-found', call.delete('compute', ['servers', ref, 'tags', tag]), {})
}
