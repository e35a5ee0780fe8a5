import { expect, it } from 'vitest'
import { nounsShownWith } from './shown-with.ts'

it.each([
  ['statement', ['statement', 'difference']],
  ['difference', ['difference', 'statement']],
  ['cloud', ['cloud', 'inventory', 'drift']],
  ['notice', ['notice']],
])('a change of %s asks for %j', (noun, nouns) => {
  expect(nounsShownWith(noun)).toEqual(nouns)
})
