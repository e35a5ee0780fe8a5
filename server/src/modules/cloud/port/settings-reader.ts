/** Reading the fields of a registration, which are texts: each is asked for by name, and refused early as `invalid`. */
import { ConnectorFault } from './fault.ts'

type Given = Readonly<Record<string, string>>

export function demand(from: Given, name: string): string {
  const value = from[name]
  if (!value) throw new ConnectorFault('invalid', `${name} is missing`)
  return value
}

/** The first is meant where nothing is given. */
export function oneOf<const V extends readonly [string, ...string[]]>(
  from: Given,
  name: string,
  allowed: V,
): V[number] {
  const value = from[name] || allowed[0]
  if (!allowed.includes(value))
    throw new ConnectorFault('invalid', `${name} is one of ${allowed.join(', ')}, not ${value}`)
  return value
}

export function count(from: Given, name: string, fallback: number, least: number, most: number): number {
  const text = from[name]
  if (!text) return fallback
  const value = Number(text)
  if (!Number.isInteger(value) || value < least || value > most)
    throw new ConnectorFault('invalid', `${name} is a whole number from ${least} to ${most}, not ${text}`)
  return value
}
