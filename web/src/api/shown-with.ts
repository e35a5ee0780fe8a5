/** Nouns whose pages also show something of others: a change of the first asks for the rest as well. */
const SHOWN_WITH: Readonly<Record<string, readonly string[]>> = {
  'flow-instance': ['task'],
  resource: ['request', 'work-order', 'drift'],
  'work-order': ['resource', 'request'],
  placement: ['pool', 'quota'],
  'service-contract': ['contract-terms'],
  // A scan that ended is news of its cloud.
  cloud: ['inventory', 'drift'],
  // A comparison that ended is news of what differs; a decision about that, of the statement.
  statement: ['difference'],
  difference: ['statement'],
}

export const nounsShownWith = (noun: string): readonly string[] => [noun, ...(SHOWN_WITH[noun] ?? [])]
