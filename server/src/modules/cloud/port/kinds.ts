/** Kinds that a connector may handle. `service` (delivered by a work order) never reaches a connector. */
export const RESOURCE_KINDS = [
  'project',
  'key-pair',
  'network',
  'subnet',
  'router',
  'security-group',
  'volume',
  'snapshot',
  'backup',
  'server',
  'floating-ip',
  'load-balancer',
  'bucket',
] as const
export type ResourceKind = (typeof RESOURCE_KINDS)[number]

/** The cloud's own identifier of a resource. Identity is (cloud, kind, external id), never a name or an address. */
export type ExternalId = string
