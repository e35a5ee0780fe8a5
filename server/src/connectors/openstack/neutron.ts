/** What Neutron's resources have in common. */
import type { ExternalId, Observed, ResourceKind, SpecOf } from '../../modules/cloud/connector.ts'
import { instantAt, type Json, listAt, objectAt, projectOf, textAt, textOrNull } from './answer.ts'
import type { Call, Query } from './call.ts'
import { unless } from './fault.ts'
import { networkState } from './states.ts'
import { resourceOfDescription, resourceOfTags, tagOf } from './tag.ts'

/** Path and key of a collection, and the key of one. */
export interface Collection {
  readonly kind: ResourceKind
  readonly path: string
  readonly many: string
  readonly one: string
}

/** A sort by id makes pages whole: without one, a row may move between two of them. */
const BY_ID: Query = { sort_key: 'id', sort_dir: 'asc' }

export function neutronObserved<K extends ResourceKind>(
  kind: K,
  json: Json,
  spec: Omit<Partial<SpecOf<K>>, 'kind'>,
  attributes: Record<string, unknown>,
): Observed {
  const nativeState = textOrNull(json, 'status') ?? 'ACTIVE'
  const state = networkState(nativeState)
  return {
    kind,
    externalId: textAt(json, 'id'),
    resourceId: resourceOfDescription(json) ?? resourceOfTags(json),
    projectRef: projectOf(json),
    name: textOrNull(json, 'name') ?? '',
    state,
    nativeState,
    spec: { ...spec, kind } as unknown as Observed['spec'],
    attributes,
    fault: state === 'error' ? nativeState : null,
    createdAt: instantAt(json, 'created_at'),
  }
}

/** @param asked who asks; the administrator is told more. */
export async function neutronGet(
  call: Call,
  { path, one }: Collection,
  ref: ExternalId,
  asked: Call = call,
): Promise<Json | null> {
  const answer = await asked.find('network', [path, ref])
  return answer && ownedBy(call, objectAt(answer, one))
}

/** Shared and external networks are seen from every project; they are not this one's. */
function ownedBy(call: Call, json: Json): Json | null {
  return call.projectRef === null || projectOf(json) === call.projectRef ? json : null
}

export async function neutronTagged(
  call: Call,
  { path, many }: Collection,
  resourceId: string,
): Promise<readonly Json[]> {
  const own = async (query: Query) =>
    listAt(await call.get('network', [path], query), many).filter((json) => ownedBy(call, json) !== null)
  const made = await own({ description: tagOf(resourceId) })
  // What was taken in keeps its own description and carries ours as a tag.
  return made.length > 0 ? made : own({ tags: tagOf(resourceId) })
}

/** Adds to the tags that are there. */
export function claimIn({ path }: Collection) {
  return async (call: Call, ref: ExternalId, resourceId: string): Promise<void> => {
    await call.put('network', [path, ref, 'tags', tagOf(resourceId)])
  }
}

export async function neutronCreate(call: Call, { path, one }: Collection, body: Json): Promise<Json> {
  return objectAt(await call.post('network', [path], { [one]: body }), one)
}

export async function neutronUpdate(call: Call, { path, one }: Collection, ref: ExternalId, body: Json) {
  return objectAt(await call.put('network', [path, ref], { [one]: body }), one)
}

export async function neutronRemove(call: Call, { path }: Collection, ref: ExternalId): Promise<void> {
  await unless('not-found', call.delete('network', [path, ref]), {})
}

export function neutronPages(call: Call, { path, many }: Collection): AsyncGenerator<readonly Json[]> {
  return call.pages('network', [path], many, BY_ID)
}

/** Rename, the same for all that have a name. */
export function renameIn(collection: Collection) {
  return async (call: Call, ref: ExternalId, { name }: { readonly name: string }): Promise<void> => {
    await neutronUpdate(call, collection, ref, { name })
  }
}
