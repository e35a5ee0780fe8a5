type Schema = Readonly<Record<string, unknown>>

/**
 * The contract's schema of an answer as the writer of JSON likes it. `X | null` as a union makes it ask a validator on which
 * side each value is, fifty times a page for each such field; `nullable` is one comparison. Strings of a closed list are strings.
 */
export function writable(schema: unknown): unknown {
  if (Array.isArray(schema)) return schema.map(writable)
  if (typeof schema !== 'object' || schema === null) return schema
  const { anyOf, ...rest } = schema as Schema
  const side = sideOf(anyOf)
  const plain = Object.fromEntries(
    Object.entries(side === null ? (schema as Schema) : { ...rest, ...side, nullable: true }).map(
      ([name, value]) => [name, writable(value)],
    ),
  )
  const isListed = plain.type === undefined && isTexts(plain.enum)
  return isListed ? { ...plain, type: 'string' } : plain
}

/** The other side of `X | null`, where one type tells what to write. */
function sideOf(anyOf: unknown): Schema | null {
  if (!Array.isArray(anyOf) || anyOf.length !== 2) return null
  const [one, other] = anyOf as readonly Schema[]
  if (other?.type !== 'null' || one === undefined) return null
  return typeof one.type === 'string' || isTexts(one.enum) ? one : null
}

const isTexts = (values: unknown) =>
  Array.isArray(values) && values.length > 0 && values.every((value) => typeof value === 'string')
