/** The kinds of cloud that this build can speak to, one line each. */
import { libvirtKind } from './connectors/libvirt/index.ts'
import { openstackKind } from './connectors/openstack/index.ts'
import { createSimulator, type Simulator } from './connectors/simulated/index.ts'
import type { ConnectorKind } from './modules/cloud/index.ts'
import type { Clock } from './platform/clock.ts'
import { type Database, survivingPool } from './platform/db/index.ts'
import type { Logger } from './platform/log/index.ts'
import type { Egress } from './platform/net/egress.ts'

export interface CloudKinds {
  readonly kinds: readonly ConnectorKind[]
  /** The hand inside the simulated clouds, for sample data and tests. */
  readonly simulator: Simulator
  close(): Promise<void>
}

export function openCloudKinds(parts: {
  readonly database: Database
  readonly clock: Clock
  readonly log: Logger
  readonly egress: Egress
}): CloudKinds {
  // The simulated cloud is a system of its own: its own few connections, never the platform's transactions.
  const pool = survivingPool(
    {
      connectionString: parts.database.owner.options.connectionString,
      max: 6,
      application_name: 'yunheng-simulated-cloud',
    },
    (error) => parts.log.warn({ err: error }, 'a connection of the simulated cloud broke'),
  )
  const ports = { now: () => parts.clock.now(), egress: parts.egress }
  const simulator = createSimulator({ pool, clock: parts.clock })
  return {
    kinds: [openstackKind(ports), libvirtKind(ports), simulator.kind],
    simulator,
    close: () => pool.end(),
  }
}
