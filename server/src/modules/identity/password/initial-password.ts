import { randomInt } from 'node:crypto'

/** Without characters that are mistaken for one another when read aloud or copied by hand. */
const UPPER = 'ABCDEFGHJKLMNPQRSTUVWXYZ'
const LOWER = 'abcdefghijkmnpqrstuvwxyz'
const DIGIT = '23456789'
const PATTERN = [UPPER, LOWER, LOWER, DIGIT] as const
const GROUPS = 4

/** `Kxm7-Qpt4-Wzh9-Rdn3`: some 75 bits, for the first sign-in only. */
export function makeInitialPassword(): string {
  const group = () => PATTERN.map((signs) => signs[randomInt(signs.length)]).join('')
  return Array.from({ length: GROUPS }, group).join('-')
}
