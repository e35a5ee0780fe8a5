import { describe, expect, it } from 'vitest'
import { noticesBehind, RESULT_FIGURES } from './result-places.ts'

describe('a figure of the saving results', () => {
  it('leads to the notices that it is of, counts and money alike (R128)', () => {
    expect(
      RESULT_FIGURES.map((figure) => noticesBehind(figure, { month: '2026-10', bodyId: 'b' }).search),
    ).toEqual([
      { bodyId: 'b', dueMonth: '2026-10' },
      { bodyId: 'b', doneMonth: '2026-10' },
      { bodyId: 'b', doneMonth: '2026-10', billed: 'true' },
    ])
    expect(noticesBehind('planned', { month: '2026-10' }).search).toEqual({ dueMonth: '2026-10' })
  })
})
