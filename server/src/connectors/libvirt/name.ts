/**
 * How what is ours is told apart on a host: libvirt's names, `yh.<kind letter>.<project>.<resource>`. They are set by the
 * very call that creates, so that a crash after it leaves nothing unknown. Both parts are Yunheng's own ids.
 */
import type { ExternalId } from '../../modules/cloud/connector.ts'
import { refuse } from './fault.ts'

const ID = '[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}'
const IS_ID = new RegExp(`^${ID}$`)
const NAME = new RegExp(
  `^yh\\.(project|server|subnet|root|seed|volume)\\.(${ID})(?:\\.(${ID}))?(?:\\.(?:qcow2|iso))?$`,
)
/** The id alone. Earlier releases put the host before it; what they gave stands in the hosts' own metadata for good. */
const REF = new RegExp(`^(?:[A-Za-z0-9][A-Za-z0-9.:_-]{0,62}~)?(${ID})$`)

/** `root` and `seed` are the disks that belong to a server and go with it. */
export type Sort = 'project' | 'server' | 'subnet' | 'root' | 'seed' | 'volume'

const SUFFIX: Readonly<Partial<Record<Sort, string>>> = { root: '.qcow2', volume: '.qcow2', seed: '.iso' }

export const isId = (text: string): boolean => IS_ID.test(text)

export function nameOf(sort: Sort, project: string, resource?: string): string {
  const ids = resource === undefined ? project : `${project}.${resource}`
  return `yh.${sort}.${ids}${SUFFIX[sort] ?? ''}`
}

export interface OurName {
  readonly sort: Sort
  readonly project: string
  /** The project itself, where it is about that. */
  readonly resource: string
}

/** Null for names that are not ours. */
export function readName(name: string): OurName | null {
  const [, sort, project, resource] = NAME.exec(name) ?? []
  if (sort === undefined || project === undefined) return null
  if ((sort === 'project') !== (resource === undefined)) return null
  return { sort: sort as Sort, project, resource: resource ?? project }
}

/** The id that a reference stands for, whatever host it names; null for what this connector cannot have given. */
export const readRef = (ref: ExternalId): string | null => REF.exec(ref)?.[1] ?? null

/** A reference as it is given now; what is none is left as it is. */
export const plainRef = (ref: ExternalId): ExternalId => readRef(ref) ?? ref

export function requireRef(ref: ExternalId, what: string): string {
  const id = readRef(ref)
  if (id === null) throw refuse('not-found', `no ${what} ${ref.slice(0, 80)}`)
  return id
}
