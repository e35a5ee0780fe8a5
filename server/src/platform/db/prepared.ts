import { createHash } from 'node:crypto'
import { sql } from 'kysely'

/** What a text begins with that is to be prepared; {@link PREPARED} puts it into a statement of the query builder. */
export const PREPARED_MARK = '/* prepared */'

/**
 * Put before a statement that runs often and names its columns: each connection then keeps its plan, which for a statement
 * of a few joins is half of its cost. Never before `select *`: a column added by a migration would change its answer.
 */
export const PREPARED = sql.raw(PREPARED_MARK)

const names = new Map<string, string>()
const NAMES_MAX = 500

/** The name to prepare this statement under; undefined for one that is not marked. */
export function preparedName(text: string): string | undefined {
  if (!text.startsWith(PREPARED_MARK)) return undefined
  const known = names.get(text)
  if (known !== undefined) return known
  if (names.size >= NAMES_MAX) return undefined
  const name = createHash('sha256').update(text).digest('hex').slice(0, 40)
  names.set(text, name)
  return name
}
