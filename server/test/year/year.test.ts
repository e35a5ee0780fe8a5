/** The simulated year, small: the same story as `npm run test:year`, which tells it of a province of any size. */
import { beforeAll, describe, expect, it } from 'vitest'
import { useServer } from '../kit/server.ts'
import type { Book } from './report.ts'
import { liveYear } from './year.ts'

const RESOURCES = 100
const MONTHS = 12
const SEED = 4

const server = useServer()
const heard: string[] = []
let book: Book

beforeAll(async () => {
  book = await liveYear(server.current, { resources: RESOURCES, months: MONTHS, seed: SEED }, (line) =>
    heard.push(line),
  )
})

describe('a simulated year of a province', () => {
  it('R276 R279 bills every body to the 分 as another arithmetic does, settles, saves, and nothing differs', () => {
    expect(book.differences).toEqual([])
  })

  it('R299 finds every error that providers planted, and none that nobody planted', () => {
    expect(book.countOf('planted')).toBeGreaterThan(MONTHS * 4)
    expect(book.countOf('found')).toBe(book.countOf('planted'))
    expect(book.countOf('invented')).toBe(0)
  })

  it('tells of every month what it came to', () => {
    book.print()
    expect(
      heard.filter((line) => line.startsWith('2026-') || line.startsWith('2027-')).length,
    ).toBeGreaterThan(MONTHS)
  })
})
