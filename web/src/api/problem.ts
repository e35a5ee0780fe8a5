import type { Problem } from '@yunheng/contract'
import type { Language } from '../text/index.ts'

/** A refused or failed call: the server's problem document, or our own when no answer came. */
export class ApiProblem extends Error {
  readonly problem: Problem
  constructor(problem: Problem, options?: ErrorOptions) {
    super(problem.reason, options)
    this.problem = problem
  }
}

/** What went wrong on the way, in the same shape as the server's answers. */
const local = {
  offline: {
    zh: '没有连上服务器，操作可能没有生效。请检查网络后重试，同一操作不会执行两次。',
    en: 'The server could not be reached, so this may not have taken effect. Check the network and try again; nothing is done twice.',
  },
  proxy: {
    zh: '服务器前的网关没有给出有效回答，请稍后重试。',
    en: 'The gateway in front of the server gave no valid answer. Try again shortly.',
  },
  unanswered: {
    zh: '服务器很久没有回答，已停止等待，数据没有任何改变。请重试；仍然如此时，请缩小查询范围（如月份、单位），或联系管理员。',
    en: 'The server has not answered for long, so the page stopped waiting; nothing was changed. Try again; if it stays so, ask for less (a month, a body), or tell the administrator.',
  },
  outcome_unknown: {
    zh: '服务器很久没有回答，操作是否已经生效尚不清楚。请在本页不改内容再提交一次，同一操作不会执行两次；若已离开本页，请先在列表或详情中核对是否已经生效。',
    en: 'The server has not answered for long, so it is not known whether this took effect. Submit it again from this page as it is: nothing is done twice. If you have left the page, look in the list or on the object first.',
  },
  outcome_unsure: {
    zh: '服务器很久没有回答，操作是否已经生效尚不清楚。请先刷新页面，核对是否已经生效，再决定是否重做。',
    en: 'The server has not answered for long, so it is not known whether this took effect. Reload the page and look whether it did before you do it again.',
  },
  unexpected: {
    zh: '页面出现意外错误，请刷新。若仍出现，请联系管理员。',
    en: 'The page met an unexpected error. Reload it; if it stays, tell the administrator.',
  },
} as const

export function localProblem(kind: keyof typeof local): Problem {
  const text = local[kind]
  return {
    type: 'about:blank',
    title: kind,
    status: 0,
    reason: `web.${kind}`,
    detail: text.zh,
    text: { ...text },
    requestId: '',
  }
}

export interface ProblemWords {
  /** What happened, why, and what to do, as the server's rule says it. */
  readonly sentence: string
  readonly reason: string
  readonly requestId: string
  readonly fields: readonly { readonly path: string; readonly sentence: string }[]
}

/** The one place that turns an error into words. */
export function wordsOf(error: unknown, language: Language): ProblemWords {
  const problem = error instanceof ApiProblem ? error.problem : localProblem('unexpected')
  const say = (text: { readonly zh: string; readonly en: string }) => (language === 'en' ? text.en : text.zh)
  return {
    sentence: say(problem.text),
    reason: problem.reason,
    requestId: problem.requestId,
    fields: (problem.fields ?? []).map((field) => ({ path: field.path, sentence: say(field) })),
  }
}

export function reasonOf(error: unknown): string | null {
  return error instanceof ApiProblem ? error.problem.reason : null
}

/** Nothing is wrong with the question, only not now: no answer came, or the server or what stands before it had no time. */
export function isPassing(error: unknown): boolean {
  if (!(error instanceof ApiProblem)) return false
  const { reason, status } = error.problem
  return (
    reason === 'web.offline' || reason === 'common.unavailable' || (reason === 'web.proxy' && status >= 502)
  )
}

export function isSignedOut(error: unknown): boolean {
  return error instanceof ApiProblem && error.problem.status === 401
}
