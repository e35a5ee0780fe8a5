/** How far a resource is: steps that are facts, and their share. Never a guess of time. */
import type { Progress } from '@yunheng/contract'
import type { Neighbour } from './reconcile/next-action.ts'
import type { ResourceRow } from './resource.ts'

/** What each step is worth, of 100. */
const WORTH = { intended: 10, foundation: 25, asked: 15, built: 40, ready: 10 } as const

export function progressOf(
  row: Pick<ResourceRow, 'created_at' | 'asked_at' | 'external_id' | 'built_at' | 'provisioned_at'>,
  foundation: readonly Pick<Neighbour, 'isReady'>[],
): Progress {
  const isBuilt = row.built_at !== null
  const total = foundation.length
  const standing = isBuilt ? total : foundation.filter((one) => one.isReady).length
  const isAsked = isBuilt || row.external_id !== null
  const isReady = row.provisioned_at !== null
  const steps: Progress['steps'] = [
    { step: 'intended', done: true, at: row.created_at.toISOString(), doneCount: 1, totalCount: 1 },
    { step: 'foundation', done: standing === total, at: null, doneCount: standing, totalCount: total },
    {
      step: 'asked',
      done: isAsked,
      at: isAsked ? iso(row.asked_at) : null,
      doneCount: isAsked ? 1 : 0,
      totalCount: 1,
    },
    { step: 'built', done: isBuilt, at: iso(row.built_at), doneCount: isBuilt ? 1 : 0, totalCount: 1 },
    { step: 'ready', done: isReady, at: iso(row.provisioned_at), doneCount: isReady ? 1 : 0, totalCount: 1 },
  ]
  const percent = steps.reduce(
    (sum, { step, doneCount, totalCount }) =>
      sum + WORTH[step] * (totalCount === 0 ? 1 : doneCount / totalCount),
    0,
  )
  return { percent: isReady ? 100 : Math.floor(percent), steps }
}

function iso(at: Date | null): string | null {
  return at?.toISOString() ?? null
}
