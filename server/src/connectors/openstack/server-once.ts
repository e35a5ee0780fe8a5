/**
 * A reboot, and a rebuild from the image, are asked for by a generation and happen once, also when an answer was lost or
 * the process died between. Nova has no field for that. So: note the intent with how often it was done so far, do it, note
 * it done. Whoever comes after a cut sees by Nova's own list of actions whether it took place. The notes are Nova tags and
 * not metadata, because Nova refuses to write metadata while it reboots (409), but takes tags.
 */
import type { ExternalId } from '../../modules/cloud/connector.ts'
import { type Json, listAt, textAt, textsAt } from './answer.ts'
import type { Call } from './call.ts'
import { refuse, unless } from './fault.ts'
import { imageId } from './image.ts'
import { versionFor } from './server-root.ts'
import { serverPower } from './states.ts'

/** Nova's own names of the two actions, too. */
type Act = 'reboot' | 'rebuild'

const doneTag = (act: Act, generation: number) => `yunheng:${act}=${generation}`
const donePrefix = (act: Act) => `yunheng:${act}=`
const intentPrefix = (act: Act) => `yunheng:${act}ing=`

/** What a server that is made now has behind it. */
export function doneTags(spec: {
  readonly rebootGeneration: number
  readonly rebuildGeneration?: number
}): readonly string[] {
  const { rebootGeneration, rebuildGeneration = 0 } = spec
  return [
    ...(rebootGeneration > 0 ? [doneTag('reboot', rebootGeneration)] : []),
    ...(rebuildGeneration > 0 ? [doneTag('rebuild', rebuildGeneration)] : []),
  ]
}

export function generationOf(json: Json, act: Act): number {
  const prefix = donePrefix(act)
  const generations = textsAt(json, 'tags')
    .filter((tag) => tag.startsWith(prefix))
    .map((tag) => Number(tag.slice(prefix.length)))
  return Math.max(0, ...generations.filter(Number.isSafeInteger))
}

/** How often it had been done when this generation was first asked for. */
function intendedAfter(json: Json, act: Act, generation: number): number | null {
  const prefix = `${intentPrefix(act)}${generation}:`
  const tag = textsAt(json, 'tags').find((one) => one.startsWith(prefix))
  return tag === undefined ? null : Number(tag.slice(prefix.length))
}

export async function countDone(call: Call, ref: ExternalId, act: Act): Promise<number> {
  const answer = await call.get('compute', ['servers', ref, 'os-instance-actions'])
  return listAt(answer, 'instanceActions').filter((action) => action.action === act).length
}

export async function reboot(call: Call, json: Json, generation: number): Promise<void> {
  if (generationOf(json, 'reboot') >= generation) return
  // What is off needs no reboot: it starts afresh anyway.
  const isOff = serverPower(textAt(json, 'status')) === 'off'
  if (!isOff) await once(call, json, { act: 'reboot', generation, from: ['ACTIVE'], how: { type: 'SOFT' } })
  await noteDone(call, textAt(json, 'id'), 'reboot', generation)
}

export async function rebuild(call: Call, json: Json, generation: number, image: string): Promise<void> {
  if (generationOf(json, 'rebuild') >= generation) return
  const how = { imageRef: await imageId(call, image) }
  const version = await versionFor(call, json, 'rebuild')
  const from = ['ACTIVE', 'SHUTOFF', 'ERROR']
  await once(call, json, { act: 'rebuild', generation, from, how, ...(version && { version }) })
  await noteDone(call, textAt(json, 'id'), 'rebuild', generation)
}

async function once(
  call: Call,
  json: Json,
  step: {
    readonly act: Act
    readonly generation: number
    readonly from: readonly string[]
    readonly how: Json
    readonly version?: string
  },
): Promise<void> {
  const { act, generation, from, how, version } = step
  const [ref, status] = [textAt(json, 'id'), textAt(json, 'status')]
  const before = intendedAfter(json, act, generation)
  const count = await countDone(call, ref, act)
  if (before !== null && count > before) return
  if (!from.includes(status)) throw refuse('conflict', `server ${ref} is ${status}: no ${act} now`)
  if (before === null) await putTag(call, ref, `${intentPrefix(act)}${generation}:${count}`)
  await call.post('compute', ['servers', ref, 'action'], { [act]: how }, version)
}

async function putTag(call: Call, ref: ExternalId, tag: string): Promise<void> {
  await call.put('compute', ['servers', ref, 'tags', tag])
}

/** One by one: replacing the whole list could lose a tag that somebody else sets at this moment. */
async function noteDone(call: Call, ref: ExternalId, act: Act, generation: number): Promise<void> {
  const keep = doneTag(act, generation)
  await putTag(call, ref, keep)
  const tags = textsAt(await call.get('compute', ['servers', ref, 'tags']), 'tags')
  const isNote = (tag: string) => tag.startsWith(donePrefix(act)) || tag.startsWith(intentPrefix(act))
  for (const tag of tags.filter((one) => isNote(one) && one !== keep))
    await unless('not-found', call.delete('compute', ['servers', ref, 'tags', tag]), {})
}
