/**
 * The connector port: what Yunheng asks of any cloud (DESIGN §5). `connectors/<cloud>/` implements it.
 *
 * A connector never decides and never remembers: it has no store, no retry loop and no policy. It translates one
 * call to the cloud's API and the cloud's answer (or fault) back. Every verb is idempotent: `ensure` looks for the
 * resource by its tag before it creates, a change that is already so is a success, removing what is gone is a success.
 * All calls are made outside any transaction, by reconcilers, and are given a signal that ends them.
 *
 * This is the port's one door; what it is made of lies in `port/`.
 */
export type { CounterReading } from './port/counters.ts'
export type {
  CloudOffer,
  HostAmounts,
  HostGuest,
  HostPage,
  ObservedHost,
  ZoneCapacity,
} from './port/estate.ts'
export { ConnectorFault, type FaultKind } from './port/fault.ts'
export { type ExternalId, RESOURCE_KINDS, type ResourceKind } from './port/kinds.ts'
export { COUNTERS, type Counter, GAUGES, type Gauge, type Measured } from './port/measured.ts'
export type { Change, Observed, ObservedState } from './port/observed.ts'
export type { ConnectionSettings, ConnectorKind } from './port/registration.ts'
export { count, demand, oneOf } from './port/settings-reader.ts'
export type {
  BalancerMember,
  HealthMonitor,
  Listener,
  SecurityRule,
  Spec,
  SpecOf,
} from './port/spec.ts'
export type {
  CallScope,
  Capabilities,
  Connector,
  ConsoleLink,
  InventoryPage,
  ProbeFinding,
} from './port/verbs.ts'
