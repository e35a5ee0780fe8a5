/**
 * RFC 8785 (JCS): one text for one JSON value, so that it can be hashed and signed.
 * Names are sorted by UTF-16 code units, numbers are written as ECMAScript does, no white space.
 * What JSON cannot carry is refused rather than dropped: a hash over silently missing fields proves nothing.
 */
export function canonicalJson(value: unknown): string {
  switch (typeof value) {
    case 'string':
      return canonicalString(value)
    case 'number':
      if (!Number.isFinite(value)) throw new TypeError('canonicalJson: not a finite number')
      return JSON.stringify(value)
    case 'boolean':
      return value ? 'true' : 'false'
    case 'object':
      if (value === null) return 'null'
      return Array.isArray(value) ? canonicalArray(value) : canonicalObject(value)
    default:
      throw new TypeError(`canonicalJson: ${typeof value} has no JSON form`)
  }
}

function canonicalString(value: string): string {
  // RFC 8785 §3.2.2.2: a lone surrogate has no UTF-8 form, two of them would hash alike.
  if (!value.isWellFormed()) throw new TypeError('canonicalJson: text with a lone surrogate')
  return JSON.stringify(value)
}

function canonicalArray(values: readonly unknown[]): string {
  return `[${values.map(canonicalJson).join(',')}]`
}

function canonicalObject(value: object): string {
  const prototype = Object.getPrototypeOf(value)
  if (prototype !== Object.prototype && prototype !== null) {
    throw new TypeError('canonicalJson: only plain objects have one JSON form')
  }
  const record = value as Record<string, unknown>
  // The default sort compares UTF-16 code units, as RFC 8785 §3.2.3 asks.
  const members = Object.keys(record)
    .sort()
    .flatMap((name) =>
      record[name] === undefined ? [] : [`${canonicalString(name)}:${canonicalJson(record[name])}`],
    )
  return `{${members.join(',')}}`
}
