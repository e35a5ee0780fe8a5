/** When a step with several people is decided: a pure count over its tasks. Done after the instance is locked. */
import type { CompletionRule } from '../definition/graph.ts'
import type { Task } from './state.ts'

export type Verdict = 'approved' | 'rejected' | 'open'

type Vote = Pick<Task, 'kind' | 'state' | 'outcome'>

const isPro = (vote: Vote) => vote.outcome === 'approved' || vote.outcome === 'completed'
const isOpen = (vote: Vote) => vote.state === 'open' || vote.state === 'waiting'

export function neededOf(completion: CompletionRule, voters: number): number {
  switch (completion.mode) {
    case 'any':
      return Math.min(1, voters)
    case 'all':
      return voters
    case 'count':
      return Math.min(completion.value ?? 1, voters)
    case 'percent':
      return Math.ceil((voters * (completion.value ?? 100)) / 100)
  }
}

/**
 * `completion` is null for a step with one task. Signers added before only advise; a signer added after must agree,
 * whatever the others voted.
 */
export function tally(tasks: readonly Vote[], completion: CompletionRule | null): Verdict {
  const after = tasks.filter((each) => each.kind === 'after' && each.outcome !== 'cancelled')
  if (after.some((each) => each.outcome === 'rejected')) return 'rejected'
  const own = tasks.filter((each) => each.kind === 'own' && each.outcome !== 'cancelled')
  const verdict = tallyOwn(own, completion ?? { mode: 'all', value: null, veto: true })
  return verdict === 'approved' && after.some(isOpen) ? 'open' : verdict
}

function tallyOwn(own: readonly Vote[], completion: CompletionRule): Verdict {
  const pro = own.filter(isPro).length
  const contra = own.filter((each) => each.outcome === 'rejected').length
  const open = own.filter(isOpen).length
  const needed = neededOf(completion, own.length)
  if (completion.veto && contra > 0) return 'rejected'
  if (pro >= needed) return 'approved'
  return pro + open < needed ? 'rejected' : 'open'
}
