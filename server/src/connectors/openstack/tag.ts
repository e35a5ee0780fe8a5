/**
 * Where a resource carries whose it is. Always in a field that the creating call itself sets, so that a crash between
 * two calls leaves nothing without it:
 *   server         Nova tag (indexed, and found while the server is still a build request)
 *   volume, snapshot, backup  metadata
 *   network, subnet, router, security group, floating IP, port   description (Neutron's tags need a second call); a tag
 *                  where somebody else made it, whose description stays his
 *   load balancer  description; an Octavia tag where somebody else made it
 *   project        Keystone tag; where Keystone serves several regions, one for each, since a project is of all of them
 *                  and a resource of ours in each
 *   key pair       its name: key pairs belong to the user, and have no other field
 *   container      its name, by which alone Swift finds one; the name for people is metadata
 */
import type { Observed } from '../../modules/cloud/connector.ts'
import { type Json, textOrNull, textsAt } from './answer.ts'
import { refuse } from './fault.ts'

const KEY = 'yunheng:resource'
const PREFIX = `${KEY}=`
const KEY_PAIR_PREFIX = 'yh-'

/** `,` and `/` separate or end tags in Nova and Keystone; a resource id never has them. */
const RESOURCE_ID = /^[A-Za-z0-9._:-]{1,43}$/

export function tagOf(resourceId: string): string {
  if (!RESOURCE_ID.test(resourceId)) throw refuse('invalid', `not a resource id: ${resourceId}`)
  return PREFIX + resourceId
}

export function keyPairName(resourceId: string): string {
  return KEY_PAIR_PREFIX + tagOf(resourceId).slice(PREFIX.length)
}

export function resourceOfKeyPair(name: string): string | null {
  return name.startsWith(KEY_PAIR_PREFIX) ? name.slice(KEY_PAIR_PREFIX.length) : null
}

/** A container of an object store is named in the same way. */
export const containerName = keyPairName
export const resourceOfContainer = resourceOfKeyPair

export function resourceOfTags(json: Json): string | null {
  return (
    textsAt(json, 'tags')
      .find((tag) => tag.startsWith(PREFIX))
      ?.slice(PREFIX.length) ?? null
  )
}

const inRegion = (region: string) => `${KEY}@${encodeURIComponent(region)}=`

/** @param region null where Keystone serves one only. */
export function projectTagOf(resourceId: string, region: string | null): string {
  const tag = tagOf(resourceId)
  return region === null ? tag : inRegion(region) + tag.slice(PREFIX.length)
}

/** A tag without a region is from a time when there was one only, and holds for all. */
export function resourceOfProject(json: Json, region: string | null): string | null {
  const own =
    region === null ? undefined : textsAt(json, 'tags').find((tag) => tag.startsWith(inRegion(region)))
  return own === undefined ? resourceOfTags(json) : own.slice(own.indexOf('=') + 1)
}

/** In which other regions somebody has it as a resource. */
export function regionsOfProject(json: Json, except: string | null): readonly string[] {
  return textsAt(json, 'tags').flatMap((tag) => {
    const region = new RegExp(`^${KEY}@([^=]+)=`).exec(tag)?.[1]
    return region === undefined || region === encodeURIComponent(except ?? '') ? [] : region
  })
}

export function resourceOfDescription(json: Json): string | null {
  const description = textOrNull(json, 'description')
  return description?.startsWith(PREFIX) ? description.slice(PREFIX.length) : null
}

export function metadataOf(resourceId: string): Record<string, string> {
  return { [KEY]: tagOf(resourceId).slice(PREFIX.length) }
}

export function resourceOfMetadata(json: Json): string | null {
  const metadata = json.metadata
  return typeof metadata === 'object' && metadata !== null ? textOrNull(metadata as Json, KEY) : null
}

/** Cinder reads the filter as a Python dict. */
export function metadataFilter(resourceId: string): string {
  return `{'${KEY}':'${tagOf(resourceId).slice(PREFIX.length)}'}`
}

/**
 * The one that a tag stands for: the oldest, so that two processes agree. Others exist only after a lost answer, and
 * are named, so that they can be removed. Clouds that ignore a filter send more than was asked: the tag decides.
 */
export function oldest(found: readonly Observed[], resourceId: string): Observed | null {
  const tagged = found
    .filter((one) => one.resourceId === resourceId)
    .sort((a, b) => age(a) - age(b) || (a.externalId < b.externalId ? -1 : 1))
  const [first, ...others] = tagged
  if (!first) return null
  if (others.length === 0) return first
  const duplicates = others.map(({ externalId }) => externalId)
  return { ...first, attributes: { ...first.attributes, duplicates } }
}

function age(one: Observed): number {
  return one.createdAt?.getTime() ?? 0
}
