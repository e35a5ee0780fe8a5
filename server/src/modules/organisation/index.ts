/** Organisation: the tree of bodies, its people, their posts and stand-ins. See README.md. */
import type { Policy } from '../../platform/authz/index.ts'
import type { Route } from '../../platform/http/index.ts'
import { bodyPolicy } from './body/body-policy.ts'
import { bodyRoutes } from './body/body-routes.ts'
import { delegationPolicy } from './delegation/delegation-policy.ts'
import { delegationRoutes } from './delegation/delegation-routes.ts'
import { personPolicy } from './person/person-policy.ts'
import { personRoutes } from './person/person-routes.ts'
import { postPolicy } from './post/post-policy.ts'
import { postRoutes } from './post/post-routes.ts'
import { regionPolicy } from './region/region-policy.ts'

export { type BodyRow, findBody, insertBody, isWithinBody, listBodyNames } from './body/body-store.ts'
export { createBody } from './body/create-body.ts'
export { findSecurityLead } from './body/security-lead-store.ts'
export { listGivers, listStandIns } from './delegation/delegation-store.ts'
export { createPerson } from './person/create-person.ts'
export { findPerson, findPersonName, insertPerson, type PersonRow } from './person/person-store.ts'
export { actorOfAsked } from './post/act-again.ts'
export { listActingPosts, scopeOfPost } from './post/acting-post.ts'
export { grantPost } from './post/grant-post.ts'
export { hasPostOfSide, insertPost } from './post/post-store.ts'
export {
  findAuthority,
  listGuidesOf,
  listPeopleByIds,
  listSeatHolders,
  type Seat,
  type SeatHolder,
  seatsOf,
} from './post/seats.ts'
export {
  findRegion,
  findRegionByCode,
  findRegionOfBody,
  insertRegion,
  listRegionsAbove,
  type RegionRow,
} from './region/region-store.ts'

export const organisationPolicies: readonly Policy[] = [
  regionPolicy,
  bodyPolicy,
  personPolicy,
  postPolicy,
  delegationPolicy,
]
export const organisationRoutes: readonly Route[] = [
  ...bodyRoutes,
  ...personRoutes,
  ...postRoutes,
  ...delegationRoutes,
]
