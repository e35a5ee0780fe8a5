/** Keystone's catalogue: which services there are, in which region, at which address. */
import { ConnectorFault, type ResourceKind } from '../../modules/cloud/connector.ts'
import { isObject, type Json, listOrEmpty, textAt, textOrNull } from './answer.ts'
import type { Settings } from './settings.ts'

export type Service =
  | 'identity'
  | 'compute'
  | 'network'
  | 'volume'
  | 'image'
  | 'load-balancer'
  | 'object-store'
export type ListedService = Exclude<Service, 'identity'>

/** The names under which catalogues list a service, the official one first. */
const CATALOGUE_TYPES: Readonly<Record<ListedService, readonly string[]>> = {
  compute: ['compute'],
  network: ['network'],
  volume: ['block-storage', 'volumev3', 'block-store', 'volume'],
  image: ['image'],
  'load-balancer': ['load-balancer'],
  'object-store': ['object-store'],
}
export const LISTED_SERVICES = Object.keys(CATALOGUE_TYPES) as readonly ListedService[]

/** What each kind cannot be without. */
export const NEEDED: Readonly<Record<ResourceKind, readonly ListedService[]>> = {
  project: [],
  'key-pair': ['compute'],
  network: ['network'],
  subnet: ['network'],
  router: ['network'],
  'security-group': ['network'],
  'floating-ip': ['network'],
  volume: ['volume'],
  snapshot: ['volume'],
  backup: ['volume'],
  server: ['compute', 'image', 'network'],
  'load-balancer': ['load-balancer', 'network', 'compute'],
  bucket: ['object-store'],
}

type Where = Pick<Settings, 'region' | 'interface'>

/** Why there is no address. `service` and `region`: it is not to be had here; the others are a matter of registration. */
export interface Lack {
  readonly lacks: 'service' | 'region' | 'interface' | 'choice'
  /** Which regions, or which interfaces, there are instead. */
  readonly instead: readonly string[]
}

export function findAddress(catalogue: readonly Json[], service: ListedService, where: Where): string | Lack {
  const offered = CATALOGUE_TYPES[service].flatMap((type) => endpointsOf(catalogue, [type]))
  if (offered.length === 0) return { lacks: 'service', instead: [] }
  const here = offered.filter((one) => where.region === null || regionOf(one) === where.region)
  if (here.length === 0) return { lacks: 'region', instead: unique(offered.map(regionOf)) }
  const fitting = here.filter((one) => one.interface === where.interface)
  const [first] = fitting
  if (first === undefined)
    return { lacks: 'interface', instead: unique(here.map((one) => textOrNull(one, 'interface'))) }
  const regions = unique(fitting.map(regionOf))
  // Whichever came first in the list would be an accident, and another one for each service.
  if (where.region === null && regions.length > 1) return { lacks: 'choice', instead: regions }
  return textAt(first, 'url').replace(/\/+$/, '')
}

export function isOffered(catalogue: readonly Json[], service: Service, where: Where): boolean {
  if (service === 'identity') return true
  const found = findAddress(catalogue, service, where)
  return typeof found === 'string' || (found.lacks !== 'service' && found.lacks !== 'region')
}

/** The address of a service, in the registered region, without a slash at the end. */
export function endpointOf(
  catalogue: readonly Json[],
  service: Service,
  settings: Where & Pick<Settings, 'authUrl'>,
): string {
  // The address that was registered works from here; the catalogue's may not.
  if (service === 'identity') return settings.authUrl
  const url = findAddress(catalogue, service, settings)
  if (typeof url !== 'string') throw new ConnectorFault('invalid', wordsOfLack(service, url, settings))
  if (service === 'network') return `${url.replace(/\/v2\.0$/, '')}/v2.0`
  if (service === 'image') return `${url.replace(/\/v2$/, '')}/v2`
  if (service === 'load-balancer') return `${url.replace(/\/v2(\.0)?(\/lbaas)?$/, '')}/v2/lbaas`
  return url
}

function wordsOfLack(service: ListedService, { lacks, instead }: Lack, where: Where): string {
  const list = instead.join(', ')
  if (lacks === 'service')
    return `the catalogue has no ${service} service (${CATALOGUE_TYPES[service].join(', ')})`
  if (lacks === 'region')
    return `the ${service} service is not in region ${where.region}; regions with it: ${list}`
  if (lacks === 'interface')
    return `the ${service} service has no ${where.interface} address; there are: ${list}`
  return `the ${service} service is in several regions, choose one: ${list}`
}

/** Of all services that are of use here. */
export function regionsOf(catalogue: readonly Json[]): readonly string[] {
  return unique(endpointsOf(catalogue, Object.values(CATALOGUE_TYPES).flat()).map(regionOf))
}

function endpointsOf(catalogue: readonly Json[], types: readonly string[]): readonly Json[] {
  return catalogue
    .filter((entry) => typeof entry.type === 'string' && types.includes(entry.type))
    .flatMap((entry) => listOrEmpty(entry, 'endpoints'))
}

function regionOf(endpoint: Json): string | null {
  const region = endpoint.region_id ?? endpoint.region
  return typeof region === 'string' ? region : isObject(region) ? textOrNull(region, 'id') : null
}

function unique(names: readonly (string | null)[]): readonly string[] {
  return [...new Set(names.flatMap((name) => name ?? []))].sort()
}
