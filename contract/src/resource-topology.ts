/** What a system consists of and what stands on what, across clouds: the picture of one system. */
import { Id, IdParams, Instant, operation, type Static, Strict, Type } from './base.ts'
import { ResourceItem } from './resource.ts'

export const SystemTopology = Strict({
  /** Its ground (networks, routers …) included; what was given back, left out. */
  items: Type.Array(ResourceItem, { maxItems: 2000 }),
  /** By intent: a server stands on its subnets, a volume on its server, an address on what it leads to. */
  links: Type.Array(Strict({ resourceId: Id, standsOnId: Id })),
  /** The system has more than is shown. */
  isCut: Type.Boolean(),
  asOf: Instant,
})
export type SystemTopology = Static<typeof SystemTopology>

export const topologyOperations = {
  get: operation({
    id: 'resource.topology',
    method: 'GET',
    path: '/systems/{id}/topology',
    title: { zh: '系统资源拓扑', en: 'Show the resources of a system and what stands on what' },
    params: IdParams,
    response: SystemTopology,
    access: { action: 'list', noun: 'resource' },
    audit: { none: 'read' },
    reasons: [],
  }),
} as const
