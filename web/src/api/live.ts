import { useQueryClient } from '@tanstack/react-query'
import type { OperationSpec } from '@yunheng/contract'
import { useEffect, useEffectEvent } from 'react'
import { type InputOf, urlOf } from './client.ts'

/**
 * Follows a `stream: 'sse'` operation while the page is open. An event says that something changed, never what to
 * show: the affected nouns are asked again, so a lost event costs time and not correctness.
 */
export function useLive<O extends OperationSpec>(
  operation: O,
  input: InputOf<O>,
  nouns: readonly string[],
  onEvent?: (name: string, data: unknown) => void,
): void {
  const cache = useQueryClient()
  const url = urlOf(operation, input)
  const heard = useEffectEvent((name: string, data: unknown) => {
    for (const noun of nouns) void cache.invalidateQueries({ queryKey: [noun] })
    onEvent?.(name, data)
  })
  useEffect(() => {
    // EventSource reconnects by itself; the first event after that refreshes what was missed.
    const source = new EventSource(url, { withCredentials: true })
    source.onmessage = (event) => heard('message', parsed(event.data))
    const named = (event: MessageEvent) => heard(event.type, parsed(event.data))
    source.addEventListener('changed', named)
    source.addEventListener('progress', named)
    return () => source.close()
  }, [url])
}

function parsed(data: string): unknown {
  try {
    return JSON.parse(data)
  } catch {
    return data
  }
}
