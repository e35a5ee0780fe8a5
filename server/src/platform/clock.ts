/** Time as a dependency: nothing else in the server may ask the wall clock. Tests put in their own. */
export interface Clock {
  now(): Date
}

export const systemClock: Clock = { now: () => new Date() }
