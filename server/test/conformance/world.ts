/** A stretch of cloud that the conformance suite makes, watches and takes away again. */
import { randomUUID } from 'node:crypto'
import type {
  CallScope,
  Change,
  Connector,
  ExternalId,
  Observed,
  ResourceKind,
  Spec,
} from '../../src/modules/cloud/connector.ts'
import { ConnectorFault } from '../../src/modules/cloud/connector.ts'

/** What a connector's own test file hands to the suite. */
export interface ConformanceCloud {
  readonly connector: Connector
  /** An image that boots, by name or id, and an external network by name. */
  readonly image: string
  readonly externalNetwork: string
  /** The page size that this connector was opened with; small, so that the suite crosses page boundaries. */
  readonly pageSize: number
  /** How long to wait between the first two looks; later ones come up to four times as far apart, for each costs the cloud work. */
  readonly pollMs: number
  /** Puts an object into a bucket, or takes it out again, as a program of its owner does; where there are buckets. */
  readonly putObject?: (bucket: Observed, bytes: number | null) => Promise<void>
  /** How often the cloud itself says that the server was rebooted, where it keeps count. */
  readonly countReboots?: (server: ExternalId, projectRef: ExternalId) => Promise<number>
  /** Ends what `open` started besides the connector, which the suite closes. */
  readonly close?: () => Promise<void>
}

interface Made {
  readonly kind: ResourceKind
  readonly resourceId: string
  readonly projectRef: ExternalId | null
}

/** What stands on something else goes first. */
const REMOVAL_ORDER: readonly ResourceKind[] = [
  'bucket',
  'load-balancer',
  'floating-ip',
  'server',
  'snapshot',
  'backup',
  'volume',
  'router',
  'subnet',
  'network',
  'security-group',
  'key-pair',
  'project',
]

const SETTLE_LIMIT_MS = 300_000

export type World = ReturnType<typeof createWorld>

export function createWorld(cloud: ConformanceCloud) {
  const { connector } = cloud
  const made: Made[] = []
  const label = randomUUID().slice(0, 8)

  const scope = (projectRef: ExternalId | null, signal = AbortSignal.timeout(90_000)): CallScope => ({
    projectRef,
    signal,
  })

  async function until<T>(what: string, look: () => Promise<T | undefined>): Promise<T> {
    const start = performance.now()
    for (let looks = 1; ; looks += 1) {
      const seen = await look()
      if (seen !== undefined) return seen
      if (performance.now() - start > SETTLE_LIMIT_MS) throw new Error(`still waiting: ${what}`)
      const waitMs = cloud.pollMs * Math.min(1 + (looks - 1) / 3, 4)
      await new Promise((resolve) => setTimeout(resolve, waitMs))
    }
  }

  /** Remembered before the call, so that what a lost answer made is swept as well. */
  async function ensure(projectRef: ExternalId | null, spec: Spec, resourceId: string = randomUUID()) {
    if (!made.some((one) => one.resourceId === resourceId))
      made.push({ kind: spec.kind, resourceId, projectRef })
    return connector.ensure(resourceId, spec, scope(projectRef))
  }

  const observe = (kind: ResourceKind, ref: ExternalId, projectRef: ExternalId | null) =>
    connector.observe(kind, ref, scope(projectRef))

  /** Waits for a state that satisfies `want`; an error of the cloud ends the wait with its words. */
  function settled(
    kind: ResourceKind,
    ref: ExternalId,
    projectRef: ExternalId | null,
    want: (observed: Observed) => boolean = (observed) => observed.state === 'ready',
  ): Promise<Observed> {
    return until(`${kind} ${ref}`, async () => {
      const observed = await observe(kind, ref, projectRef)
      if (observed === null) throw new Error(`${kind} ${ref} has vanished`)
      if (observed.state === 'error') throw new Error(`${kind} ${ref}: ${observed.fault ?? 'error'}`)
      return want(observed) ? observed : undefined
    })
  }

  async function ready(projectRef: ExternalId | null, spec: Spec, resourceId?: string): Promise<Observed> {
    const { externalId } = await ensure(projectRef, spec, resourceId)
    return settled(spec.kind, externalId, projectRef)
  }

  const change = (kind: ResourceKind, ref: ExternalId, step: Change, projectRef: ExternalId) =>
    connector.change(kind, ref, step, scope(projectRef))

  /** As a reconciler does: asks for removal until absence is observed. */
  function removed(kind: ResourceKind, ref: ExternalId, projectRef: ExternalId | null): Promise<true> {
    return until(`removal of ${kind} ${ref}`, async () => {
      const observed = await observe(kind, ref, projectRef)
      if (observed === null) return true
      if (observed.state === 'removing') return undefined
      await connector.remove(kind, ref, scope(projectRef)).catch((error: unknown) => {
        // Something that stands on it may still be going.
        if (!(error instanceof ConnectorFault && error.fault === 'conflict')) throw error
      })
      return undefined
    })
  }

  /** Takes everything away, by tag, and says what could not be taken. */
  async function sweep(): Promise<string[]> {
    const left: string[] = []
    for (const kind of REMOVAL_ORDER) {
      const ofKind = made.filter((one) => one.kind === kind)
      await Promise.all(
        ofKind.map(async ({ resourceId, projectRef }) => {
          try {
            const found = await connector.find(kind, resourceId, scope(projectRef))
            if (found) await removed(kind, found.externalId, projectRef)
          } catch (error) {
            left.push(`${kind} ${resourceId}: ${String(error)}`)
          }
        }),
      )
    }
    return left
  }

  return {
    cloud,
    connector,
    label,
    made,
    scope,
    until,
    ensure,
    observe,
    settled,
    ready,
    change,
    removed,
    sweep,
  }
}

/** The fault kind that a call ends with, or `none`. */
export async function faultOf(call: Promise<unknown>): Promise<string> {
  try {
    await call
    return 'none'
  } catch (error) {
    return error instanceof ConnectorFault ? error.fault : `not a ConnectorFault: ${String(error)}`
  }
}
