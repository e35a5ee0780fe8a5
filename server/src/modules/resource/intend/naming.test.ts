import { describe, expect, it } from 'vitest'
import { freeNames } from './naming.ts'

describe('names of what the applicant did not name', () => {
  it.each([
    ['the first ones', [], 2, ['server-01', 'server-02']],
    ['after those in use', ['server-01', 'server-02'], 1, ['server-03']],
    ['the lowest that is free', ['server-02', 'server-01-data'], 2, ['server-01', 'server-03']],
    [
      'beyond two digits',
      Array.from({ length: 99 }, (_, n) => `server-${String(n + 1).padStart(2, '0')}`),
      1,
      ['server-100'],
    ],
  ] as const)('are %s', (_, taken, count, names) => {
    expect(freeNames('server', taken, count)).toEqual(names)
  })
})
