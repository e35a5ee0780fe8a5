/** What a nudge calls the reconcilers of this module. */
export const RECONCILER = {
  allocation: 'request-allocation',
  delivery: 'request-delivery',
  term: 'resource-term',
  papers: 'request-papers',
} as const
