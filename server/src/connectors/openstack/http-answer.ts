/** What came back over HTTP, before anything is made of it. */
export interface HttpAnswer {
  readonly status: number
  readonly contentType: string
  readonly text: string
  /** `x-openstack-request-id`: what the cloud's operators search their logs for. */
  readonly requestId: string | null
  readonly retryAfterMs: number | null
  header(name: string): string | null
}
