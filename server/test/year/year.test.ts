/** The simulated year, small: the same story as `npm run test:year`, which tells it of a province as large as it is asked to. */
import { deserialize, serialize } from 'node:v8'
import { beforeAll, describe, expect, it } from 'vitest'
import { useServer } from '../kit/server.ts'
import { type Checkpoint, checkpointOf } from './checkpoint.ts'
import { monthsOf } from './civil.ts'
import type { Book } from './report.ts'
import { beginYear, endYear, liveMonth, resumeYear } from './year.ts'

/** More than metering takes at once of a week: two of its lanes are at work. */
const RESOURCES = 160
const MONTHS = 12
const SEED = 4
/** After so many months it is put down and taken up again, as `--keep` does. */
const PUT_DOWN = 5

const server = useServer()
const heard: string[] = []
let book: Book

beforeAll(async () => {
  const tell = (line: string) => heard.push(line)
  const options = { resources: RESOURCES, months: MONTHS, seed: SEED }
  let story = await beginYear(server.current, options, tell)
  for (let number = 0; number < MONTHS; number++) {
    if (number === PUT_DOWN) {
      const kept = deserialize(serialize(checkpointOf(story, number))) as Checkpoint
      story = resumeYear(server.current, kept, tell)
    }
    tell(await liveMonth(story, number))
  }
  book = await endYear(story)
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
