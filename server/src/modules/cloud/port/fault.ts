/**
 * Why a call to a cloud failed, in a closed set; the words are the cloud's own.
 * `not-found`: the resource of a change, or one that a spec or change refers to, does not exist in this project.
 * `timeout`: the connector's own limit, or the caller's signal. `conflict`: not in its present state; try again later.
 * `quota`: a limit set for the project; `capacity`: the cloud itself has no more room (addresses, hosts).
 */
export type FaultKind =
  | 'unreachable'
  | 'timeout'
  | 'unauthenticated'
  | 'forbidden'
  | 'not-found'
  | 'conflict'
  | 'quota'
  | 'capacity'
  | 'invalid'
  | 'rate-limited'
  | 'nonsense'
  | 'internal'

/** The only error that a connector throws. */
export class ConnectorFault extends Error {
  readonly fault: FaultKind
  /** The cloud's request id, when it gave one. */
  readonly cloudRequestId: string | null
  /** When to come back, when the cloud said so. */
  readonly retryAfterMs: number | null
  constructor(
    fault: FaultKind,
    message: string,
    details: { cloudRequestId?: string | null; retryAfterMs?: number | null; cause?: unknown } = {},
  ) {
    super(message, details.cause === undefined ? undefined : { cause: details.cause })
    this.name = 'ConnectorFault'
    this.fault = fault
    this.cloudRequestId = details.cloudRequestId ?? null
    this.retryAfterMs = details.retryAfterMs ?? null
  }
}
