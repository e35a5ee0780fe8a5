import { type QueryClient, useQueryClient } from '@tanstack/react-query'
import { platformOperations } from '@yunheng/contract'
import { useEffect } from 'react'
import { urlOf } from './client.ts'
import { gatherChanges } from './gather-changes.ts'
import { nounsShownWith } from './shown-with.ts'
import { whileSeen } from './while-seen.ts'

const GATHER_MS = 300

/**
 * Follows the platform's changes while the console is open. An event says that something changed, never what to show:
 * the affected nouns are asked for again, under the reader's own scope, so a lost event costs time and not correctness.
 */
export function useLiveChanges(): void {
  const cache = useQueryClient()
  useEffect(
    () =>
      whileSeen(
        () => follow(cache),
        () => void cache.invalidateQueries(),
      ),
    [cache],
  )
}

function follow(cache: QueryClient): () => void {
  const source = new EventSource(urlOf(platformOperations.changes, {}), { withCredentials: true })
  const changes = changesIn(cache)
  const onChange = (event: MessageEvent<string>) => {
    const noun = nounOfChange(event.data)
    if (noun) changes.add(nounsShownWith(noun))
  }
  const onLost = () => void cache.invalidateQueries()
  // EventSource reconnects by itself; the server then says `lost`.
  source.addEventListener('change', onChange)
  source.addEventListener('lost', onLost)
  return () => {
    changes.stop()
    source.close()
  }
}

/** Every change is also one of the home page. */
export function changesIn(cache: QueryClient) {
  const old = (nouns: readonly string[], refetchType: 'none' | 'active') =>
    Promise.all([...nouns, 'home'].map((noun) => cache.invalidateQueries({ queryKey: [noun], refetchType })))
  return gatherChanges(
    {
      // A page that is opened before the others are asked again must not show what was kept as fresh.
      mark: (nouns) => void old(nouns, 'none'),
      // Marked once more: an answer that was under way when the change came is from before it, and took the mark away.
      ask: (nouns) => old(nouns, 'active'),
    },
    GATHER_MS,
  )
}

function nounOfChange(data: string): string | null {
  try {
    const { noun } = JSON.parse(data) as { noun?: unknown }
    return typeof noun === 'string' ? noun : null
  } catch {
    return null
  }
}
