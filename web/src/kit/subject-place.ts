import type { Place } from '../paths.ts'

/** The page of an object that a flow, an audit entry or a search result speaks of; null when it has none. */
export function subjectPlace(subject: { readonly noun: string; readonly id: string | null }): Place | null {
  const make = subject.id ? places[subject.noun] : undefined
  return make && subject.id ? make(subject.id) : null
}

const places: Readonly<Record<string, (id: string) => Place>> = {}
