import { useQueries } from '@tanstack/react-query'
import { workflowOperations } from '@yunheng/contract'
import { useDeferredValue } from 'react'
import { queryOf } from '../api/index.ts'
import { type Place, to } from '../paths.ts'

export type FoundKind = 'todo'

export interface Found {
  readonly kind: FoundKind
  readonly id: string
  readonly title: string
  readonly detail: string
  readonly place: Place
}

const LIMIT = 8

/**
 * Every list is asked for the same words; each answers what its reader may see, so nothing has to be filtered here.
 * A list that this post may not read answers 403 and simply finds nothing.
 */
export function useFound(words: string): { readonly found: readonly Found[]; readonly pending: boolean } {
  const text = useDeferredValue(words.trim())
  const enabled = text.length > 0
  const answers = useQueries({
    queries: [
      {
        ...queryOf(workflowOperations.taskList, { query: { box: 'todo', text, pageSize: LIMIT } }),
        enabled,
        select: (page: {
          items: readonly { id: string; subject: { title: string; bodyName: string | null } }[]
        }) =>
          page.items.map(
            (row): Found => ({
              kind: 'todo',
              id: row.id,
              title: row.subject.title,
              detail: row.subject.bodyName ?? '',
              place: to('task', { id: row.id }),
            }),
          ),
      },
    ],
  })
  return {
    found: enabled ? answers.flatMap((answer) => answer.data ?? []) : [],
    pending: answers.some((answer) => answer.isFetching),
  }
}
