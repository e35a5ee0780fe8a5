import { expect, test } from 'vitest'
import { type ForecastKind, forecastLines, HEIGHT, WIDTH } from './forecast-lines.ts'

const kind: ForecastKind = {
  kind: 'vcpus',
  total: 1000,
  overCommit: 4,
  limit: 4000,
  reserved: 100,
  allocated: 200,
  observed: null,
  inApproval: 100,
  days: 20,
  trend: { perDay: 10, lowPerDay: 5, highPerDay: 20 },
  runsOut: { earliest: '2026-11-18', likely: '2027-05-17', latest: null },
  history: [
    { day: '2026-05-21', taken: 0, limit: 4000 },
    { day: '2026-11-18', taken: 300, limit: 4000 },
  ],
}
const today = '2026-11-18'
const points = (path: string | null) =>
  [...(path ?? '').matchAll(/(-?[\d.]+) (-?[\d.]+)/g)].map(([, x, y]) => [Number(x), Number(y)] as const)

test('past and future stand on one axis of time, and the likely line meets the limit on its day', () => {
  const lines = forecastLines(kind, today)
  expect([lines?.firstDay, lines?.lastDay]).toEqual(['2026-05-21', '2027-06-22'])
  expect(points(lines?.taken ?? null)[0]?.[0]).toBe(0)
  expect(points(lines?.limit ?? null).at(-1)).toEqual([WIDTH, Number(lines?.limitY.toFixed(1))])
  expect(lines?.outX).toBeGreaterThan(lines?.todayX ?? 0)
  expect(lines?.outX).toBeLessThan(WIDTH)
})

test('the forecast begins with what is in approval counted as taken, between its low and its high', () => {
  const lines = forecastLines(kind, today)
  const [begin, high, low] = points(lines?.band ?? null)
  const last = points(lines?.taken ?? null).at(-1)
  expect(begin?.[1]).toBeLessThan(last?.[1] ?? 0)
  const end = points(lines?.likely ?? null).at(-1)?.[1] ?? 0
  expect(high?.[1]).toBeLessThan(end)
  expect(low?.[1]).toBeGreaterThan(end)
  expect(low?.[1]).toBeLessThan(HEIGHT)
})

test('too few days give the past alone, and one day no picture', () => {
  const { band, likely, lastDay } = forecastLines({ ...kind, trend: null, runsOut: null }, today) ?? {}
  expect([band, likely, lastDay]).toEqual([null, null, today])
  expect(forecastLines({ ...kind, history: kind.history.slice(0, 1) }, today)).toBeNull()
})
