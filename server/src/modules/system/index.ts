/** The ledger of information systems: the root of everything owned. See README.md. */
import type { Policy } from '../../platform/authz/index.ts'
import { systemPolicy } from './system-policy.ts'
import { wavePolicy } from './wave/wave-policy.ts'

export { createSystem } from './create-system.ts'
export { NETWORK_ZONE_WORDS } from './network-zone.ts'
export type { SystemPorts } from './retire-system.ts'
export { refuseApply, refuseZone } from './system.ts'
export { systemHome } from './system-home.ts'
export { createSystemRoutes } from './system-routes.ts'
export { findSystem, insertSystem, loadSystemForUpdate, type SystemRow } from './system-store.ts'

export const systemPolicies: readonly Policy[] = [systemPolicy, wavePolicy]
