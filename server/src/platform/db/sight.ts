/** Transactions that have the whole platform in sight, known without asking the database. */
const inSight = new WeakSet<object>()

export const hasAllInSight = (tx: object): boolean => inSight.has(tx)
export const giveSight = (tx: object): unknown => inSight.add(tx)
export const takeSight = (tx: object): unknown => inSight.delete(tx)
