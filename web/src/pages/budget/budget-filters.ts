/** What the address may narrow the list of lines by, on the screen and on paper. */
export const BUDGET_FILTERS = [
  'q',
  'fiscalYear',
  'state',
  'purpose',
  'fundSource',
  'pending',
  'overspent',
  'bodyId',
] as const

/** The list as it is narrowed now, whatever its page. */
export const narrowed = (
  url: Readonly<Record<string, string | undefined>>,
): Readonly<Record<string, string>> =>
  Object.fromEntries(BUDGET_FILTERS.flatMap((name) => (url[name] ? [[name, url[name]]] : [])))
