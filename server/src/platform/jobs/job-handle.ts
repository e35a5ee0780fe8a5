/** Name and payload type of a job: what a use case needs to enqueue it. */
export interface JobHandle<P> {
  /** `<module>.<verb>`, unique. */
  readonly name: string
  /** Attempts before it is parked with its error, with exponential back-off between them. */
  readonly maxAttempts: number
  readonly __payload?: P
}
