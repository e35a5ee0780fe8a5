/** What another page narrowed a list to, beside the filters that its bar offers. Pure. */

/** Names in the address by which pages lead to the rows of one thing. */
export const NARROWED_TO = [
  'id',
  'bodyId',
  'payerBodyId',
  'spenderBodyId',
  'providerBodyId',
  'providerId',
  'systemId',
  'resourceId',
  'requestId',
  'contractId',
  'statementId',
  'budgetId',
  'billId',
] as const
export type NarrowedTo = (typeof NARROWED_TO)[number]

/** Those in the address that no filter of the bar shows: who does not see them takes what is left for the whole. */
export const hiddenFilters = (
  url: Readonly<Record<string, string | undefined>>,
  filters: readonly { readonly key: string }[],
): readonly NarrowedTo[] =>
  NARROWED_TO.filter((name) => url[name] && !filters.some(({ key }) => key === name))
