/**
 * Which microversions a service speaks, by its own word. We ask for the oldest that has all we need, and for a later one
 * only in the calls that need it and where the service has it: what a later version takes away (the figures of the hosts
 * went with Nova 2.88) would otherwise be lost for a word that only one call wants.
 */
import { isObject, type Json, listOrEmpty, textOrNull } from './answer.ts'
import type { Service } from './catalogue.ts'
import { refuse } from './fault.ts'

export interface Version {
  readonly major: number
  readonly minor: number
}

export interface Versions {
  readonly min: string
  readonly max: string
}

/**
 * Low on purpose: what we use is in Queens (2018) and later, and government clouds are old.
 * Nova 2.53: tags at creation need 2.52, the flavor's size inside the server 2.47. Cinder 3.43: growing while attached 3.42.
 */
export const BASE_VERSIONS = { compute: '2.53', volume: '3.43' } as const
export type VersionedService = keyof typeof BASE_VERSIONS

export function isVersioned(service: Service): service is VersionedService {
  return service in BASE_VERSIONS
}

export function parseVersion(text: string): Version {
  const [, major, minor] = /^v?(\d{1,3})\.(\d{1,5})$/.exec(text.trim()) ?? []
  if (major === undefined || minor === undefined)
    throw refuse('nonsense', `not a version: ${text.slice(0, 40)}`)
  return { major: Number(major), minor: Number(minor) }
}

export function isAtLeast(version: string, wanted: string): boolean {
  const [a, b] = [parseVersion(version), parseVersion(wanted)]
  return a.major === b.major ? a.minor >= b.minor : a.major > b.major
}

export function speaks({ min, max }: Versions, wanted: string): boolean {
  return isAtLeast(max, wanted) && isAtLeast(wanted, min)
}

/** Where a service tells of its versions: at the root of its interface, above the project. */
export function versionAddress(endpoint: string): string {
  const root = /^(.*\/v\d+(\.\d+)?)(\/.*)?$/.exec(endpoint)?.[1]
  return `${root ?? endpoint}/`
}

/** `{version: {version, min_version}}` (Nova), `{versions: [{id, version, min_version}]}` (Cinder). */
export function versionsIn(answer: Json, major: number): Versions | null {
  const all = isObject(answer.version) ? [answer.version] : listOrEmpty(answer, 'versions')
  for (const one of all) {
    const [min, max] = [textOrNull(one, 'min_version'), textOrNull(one, 'version')]
    if (min !== null && max !== null && parseVersion(max).major === major) return { min, max }
  }
  return null
}
