import { href, type Place } from '../paths.ts'

/** Objects opened lately, on this machine only: a convenience, never a source of truth. */
export interface Recent {
  readonly title: string
  readonly place: Place
}

const KEY = 'yunheng.recent'
const LIMIT = 8

export function readRecent(): readonly Recent[] {
  try {
    return JSON.parse(localStorage.getItem(KEY) ?? '[]') as Recent[]
  } catch {
    return []
  }
}

export function remember(entry: Recent): void {
  const rest = readRecent().filter((one) => href(one.place) !== href(entry.place))
  localStorage.setItem(KEY, JSON.stringify([entry, ...rest].slice(0, LIMIT)))
}
