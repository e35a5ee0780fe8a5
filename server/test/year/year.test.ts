/** The simulated year, small: the same story as `npm run test:year`, which tells it of a province as large as it is asked to. */
import { beforeAll, describe, expect, it } from 'vitest'
import { useServer } from '../kit/server.ts'
import { monthsOf } from './civil.ts'
import type { Book } from './report.ts'
import { liveYear } from './year.ts'

/** More than metering takes at once of a week: two of its lanes are at work. */
const RESOURCES = 160
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

  it('tells of every month as it ends, and of all of them in tables at the end', () => {
    expect(heard.map((line) => line.split(': ')[0])).toEqual(monthsOf(MONTHS))
    expect(heard.every((line) => /resources \d+, usage [1-9].*seconds: .*meter \d/.test(line))).toBe(true)
    const before = heard.length
    book.print()
    const rows = heard.slice(before).filter((line) => /^\d{4}-\d\d {2}/.test(line))
    expect(rows.map((line) => line.slice(0, 7))).toEqual([...monthsOf(MONTHS), ...monthsOf(MONTHS)])
  })
})
