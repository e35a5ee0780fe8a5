import { useNavigate, useSearch } from '@tanstack/react-router'
import { useCallback } from 'react'
import type { Search } from '../paths.ts'

/** The search part of the address as a record of words, and a way to change some of them. */
export function useUrlState(): readonly [
  Search,
  (patch: Search, options?: { readonly push?: boolean }) => void,
] {
  const search = useSearch({ strict: false }) as Search
  const navigate = useNavigate()
  const change = useCallback(
    (patch: Search, options?: { readonly push?: boolean }) => {
      void navigate({
        to: '.',
        search: ((before: Search) => clean({ ...before, ...patch })) as never,
        replace: options?.push !== true,
        resetScroll: false,
      })
    },
    [navigate],
  )
  return [search, change]
}

function clean(search: Search): Search {
  return Object.fromEntries(Object.entries(search).filter(([, value]) => value !== undefined && value !== ''))
}
