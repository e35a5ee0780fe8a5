import { expect, test } from 'vitest'
import { weeksOf } from './year-grid.tsx'

test('a month starts at its weekday and ends with its last day', () => {
  const weeks = weeksOf(2026, 2)
  expect(weeks[0]).toEqual([null, null, null, null, null, null, '2026-02-01'])
  expect(weeks.at(-1)?.filter(Boolean).at(-1)).toBe('2026-02-28')
  for (const week of weeks) expect(week).toHaveLength(7)
})

test('leap years have their day', () => {
  expect(weeksOf(2028, 2).flat().filter(Boolean)).toHaveLength(29)
})
