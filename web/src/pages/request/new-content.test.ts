import type { RequestLineInput } from '@yunheng/contract'
import { expect, test } from 'vitest'
import { emptyLine, filledLines, withoutLine } from './new-content.ts'

const line = (planId: string | null, serverLine: number | null = null): RequestLineInput => ({
  ...emptyLine,
  planId,
  serverLine,
})
const told = (lines: readonly RequestLineInput[]) => lines.map((one) => [one.planId, one.serverLine])

test('a volume keeps its server when another line goes, and hangs on nothing when its server goes', () => {
  const lines = [line('network'), line('server'), line('volume', 2)]
  expect(told(withoutLine(lines, 0))).toEqual([
    ['server', null],
    ['volume', 1],
  ])
  expect(told(withoutLine(lines, 1))).toEqual([
    ['network', null],
    ['volume', null],
  ])
})

test('lines that say nothing yet are left out, and the others count on without them', () => {
  expect(told(filledLines([line(null), line('server'), line(null), line('volume', 2)]))).toEqual([
    ['server', null],
    ['volume', 1],
  ])
})
