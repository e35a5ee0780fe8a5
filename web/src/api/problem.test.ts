import { describe, expect, test } from 'vitest'
import { ApiProblem, isPassing, isSignedOut, localProblem, reasonOf, wordsOf } from './problem.ts'

const problem = {
  type: 'about:blank',
  title: 'invalid',
  status: 400,
  reason: 'common.invalid_input',
  detail: '改正',
  text: { zh: '请改正。', en: 'Correct it.' },
  fields: [{ path: '/title', zh: '标题必填', en: 'Title is missing' }],
  requestId: 'r-1',
}

describe('wordsOf', () => {
  test('says the rule in the language of the page', () => {
    expect(wordsOf(new ApiProblem(problem), 'zh-CN').sentence).toBe('请改正。')
    expect(wordsOf(new ApiProblem(problem), 'en')).toEqual({
      sentence: 'Correct it.',
      reason: 'common.invalid_input',
      requestId: 'r-1',
      fields: [{ path: '/title', sentence: 'Title is missing' }],
    })
  })
  test('an error of our own code has words too', () => {
    expect(wordsOf(new TypeError('x'), 'en').reason).toBe('web.unexpected')
  })
})

test('signed out is told by the status, other errors are not', () => {
  expect(isSignedOut(new ApiProblem({ ...problem, status: 401 }))).toBe(true)
  expect(isSignedOut(new ApiProblem(problem))).toBe(false)
  expect(reasonOf(new Error('x'))).toBeNull()
})

test('only what may be otherwise in a moment is asked again: no answer, or a server without time', () => {
  const passing = [
    localProblem('offline'),
    { ...problem, status: 503, reason: 'common.unavailable' },
    { ...localProblem('proxy'), status: 502 },
  ]
  const lasting = [
    problem,
    { ...problem, status: 500, reason: 'common.internal' },
    { ...localProblem('proxy'), status: 404 },
    // A cloud that does not answer: the platform itself asks it again, and says so.
    { ...problem, status: 502, reason: 'cloud.unreachable' },
  ]
  expect(passing.map((one) => isPassing(new ApiProblem(one)))).toEqual([true, true, true])
  expect(lasting.map((one) => isPassing(new ApiProblem(one)))).toEqual([false, false, false, false])
  expect(isPassing(new TypeError('x'))).toBe(false)
})
