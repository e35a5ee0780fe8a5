/**
 * One text for one content: keys in order, and lists in order where their order means nothing (no cloud promises the
 * order of addresses, groups or rules), so that the same thing told twice never looks like a change.
 */

/** Lists whose order is part of what they say. */
export const ORDERED: ReadonlySet<string> = new Set(['dnsServers'])

/**
 * Neither compared nor kept: what comes and goes without anybody's doing, and what only a look at one thing tells
 * (things with the same tag: the inventory shows each of them on its own row).
 */
export const VOLATILE: ReadonlySet<string> = new Set(['task', 'duplicates'])

/** JSON that PostgreSQL can keep: `\u0000` and half surrogate pairs, which names on real clouds do hold, become U+FFFD. */
export function canonicalJson(value: unknown, left: ReadonlySet<string> = NONE): string {
  const text = JSON.stringify(ordered(value, left)) ?? 'null'
  return UNKEEPABLE.test(text) ? (JSON.stringify(ordered(cleaned(value), left)) ?? 'null') : text
}

/**
 * JSON to keep: lists in order as above, keys as they come, for their order is PostgreSQL's own affair (jsonb). Everything
 * that a first scan takes in pays for it.
 */
export function keptJson(value: Readonly<Record<string, unknown>>, left: ReadonlySet<string> = NONE): string {
  const text = JSON.stringify(kept(value, left))
  return UNKEEPABLE.test(text) ? canonicalJson(value, left) : text
}

function kept(fields: Readonly<Record<string, unknown>>, left: ReadonlySet<string>): unknown {
  const result: Record<string, unknown> = {}
  for (const name in fields) {
    if (left.has(name)) continue
    const field = fields[name]
    const isPlain = field === null || typeof field !== 'object' || (Array.isArray(field) && ORDERED.has(name))
    result[name] = isPlain ? field : ordered(field, NONE)
  }
  return result
}

const NONE: ReadonlySet<string> = new Set()
/** `JSON.stringify` writes both as escapes; an escaped backslash before them is only looked at twice. */
const UNKEEPABLE = /\\u0000|\\ud[89a-f]/

function ordered(value: unknown, left: ReadonlySet<string>): unknown {
  if (value === null || typeof value !== 'object') return value
  if (Array.isArray(value)) return orderedList(value)
  const fields = value as Readonly<Record<string, unknown>>
  const result: Record<string, unknown> = {}
  for (const key of Object.keys(fields).sort()) {
    if (left.has(key)) continue
    const field = fields[key]
    if (field === null || typeof field !== 'object') result[key] = field
    else result[key] = Array.isArray(field) && ORDERED.has(key) ? field : ordered(field, NONE)
  }
  return result
}

function orderedList(list: readonly unknown[]): unknown {
  if (list.length === 0) return list
  if (list.every((one) => typeof one === 'string')) return list.length === 1 ? list : [...list].sort()
  return list
    .map((one) => ordered(one, NONE))
    .map((one) => [JSON.stringify(one) ?? 'null', one] as const)
    .sort(([one], [other]) => (one < other ? -1 : one > other ? 1 : 0))
    .map(([, one]) => one)
}

function cleaned(value: unknown): unknown {
  if (typeof value === 'string') return cleanText(value)
  if (value === null || typeof value !== 'object') return value
  if (Array.isArray(value)) return value.map(cleaned)
  return Object.fromEntries(Object.entries(value).map(([key, field]) => [cleanText(key), cleaned(field)]))
}

export function cleanText(text: string): string {
  return text.toWellFormed().replaceAll('\0', '\ufffd')
}
