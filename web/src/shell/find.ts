import { useQueries } from '@tanstack/react-query'
import {
  catalogueOperations,
  cloudOperations,
  type OperationSpec,
  organisationOperations,
  requestOperations,
  resourceOperations,
  systemOperations,
  workflowOperations,
} from '@yunheng/contract'
import { useDeferredValue } from 'react'
import { type InputOf, queryOf } from '../api/index.ts'
import type { RowOf } from '../kit/index.ts'
import { type Place, to } from '../paths.ts'

export type FoundKind = 'todo' | 'request' | 'resource' | 'system' | 'body' | 'person' | 'cloud' | 'offering'

export interface Found {
  readonly kind: FoundKind
  readonly id: string
  readonly title: string
  readonly detail: string
  readonly place: Place
}

const pageSize = 6

/**
 * Every list is asked for the same words; each answers what its reader may see, so nothing has to be filtered here.
 * A list that this post may not read answers 403 and simply finds nothing.
 */
export function useFound(
  words: string,
  pick: (text: { readonly zh: string; readonly en: string }) => string,
): { readonly found: readonly Found[]; readonly pending: boolean } {
  const q = useDeferredValue(words.trim())
  const enabled = q.length > 0
  const answers = useQueries({
    queries: [
      list(workflowOperations.taskList, { query: { box: 'todo', text: q, pageSize } }, (row) => ({
        kind: 'todo',
        id: row.id,
        title: row.subject.title,
        detail: row.subject.bodyName ?? '',
        place: to('task', { id: row.id }),
      })),
      list(requestOperations.list, { query: { q, pageSize } }, (row) => ({
        kind: 'request',
        id: row.id,
        title: row.title,
        detail: `${row.no} · ${row.body.name}`,
        place: to('request', { id: row.id }),
      })),
      list(resourceOperations.list, { query: { search: q, pageSize } }, (row) => ({
        kind: 'resource',
        id: row.id,
        title: row.name,
        detail: [...row.addresses.slice(0, 1), row.system.name].join(' · '),
        place: to('resource', { id: row.id }),
      })),
      list(systemOperations.list, { query: { q, pageSize } }, (row) => ({
        kind: 'system',
        id: row.id,
        title: row.name,
        detail: `${row.code} · ${row.body.name}`,
        place: to('system', { id: row.id }),
      })),
      list(organisationOperations.listBodies, { query: { search: q, pageSize } }, (row) => ({
        kind: 'body',
        id: row.id,
        title: row.name,
        detail: row.regionName,
        place: to('body', { id: row.id }),
      })),
      list(organisationOperations.listPeople, { query: { search: q, pageSize } }, (row) => ({
        kind: 'person',
        id: row.id,
        title: row.name,
        detail: row.bodyName,
        place: to('person', { id: row.id }),
      })),
      list(cloudOperations.list, { query: { q, pageSize } }, (row) => ({
        kind: 'cloud',
        id: row.id,
        title: row.name,
        detail: row.provider.name,
        place: to('cloud', { id: row.id }),
      })),
      list(catalogueOperations.list, { query: { q, pageSize } }, (row) => ({
        kind: 'offering',
        id: row.id,
        title: pick(row.title),
        detail: pick(row.summary),
        place: to('offering', { id: row.id }),
      })),
    ].map((query) => ({ ...query, enabled })),
  })
  return {
    found: enabled ? answers.flatMap((answer) => answer.data ?? []) : [],
    pending: answers.some((answer) => answer.isFetching),
  }
}

function list<O extends OperationSpec>(operation: O, input: InputOf<O>, found: (row: RowOf<O>) => Found) {
  const { queryKey, queryFn } = queryOf(operation, input)
  return {
    queryKey: queryKey as readonly unknown[],
    queryFn: queryFn as unknown as () => Promise<unknown>,
    select: (page: unknown): readonly Found[] => (page as { items: readonly RowOf<O>[] }).items.map(found),
  }
}
