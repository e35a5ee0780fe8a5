import {
  type DefaultOptions,
  keepPreviousData,
  queryOptions,
  type UseMutationResult,
  useMutation,
  useQuery,
  useQueryClient,
  useSuspenseQuery,
} from '@tanstack/react-query'
import type { OperationSpec, ResponseOf } from '@yunheng/contract'
import { useEffect, useRef } from 'react'
import { type CallOptions, call, type InputOf } from './client.ts'
import { isPassing } from './problem.ts'

/** Server data lives in one cache only, keyed by noun, operation and input. */
export const queryDefaults: DefaultOptions = {
  queries: {
    staleTime: 15_000,
    // A refusal stays a refusal; what got lost on the way, or came while the server had no time, is worth asking again.
    retry: (count, error) => isPassing(error) && count < 4,
    retryDelay: (count) => Math.min(500 * 2 ** count, 4_000),
    // What the browser thinks of its network says nothing of a server in the same building: waiting for its word would
    // leave a page blank without a reason.
    networkMode: 'always',
    refetchOnReconnect: true,
    refetchOnWindowFocus: true,
  },
  mutations: { retry: false, networkMode: 'always' },
}

export const nounOf = (operation: Pick<OperationSpec, 'id'>) => operation.id.split('.')[0] as string

export function queryOf<O extends OperationSpec>(operation: O, input: InputOf<O>) {
  return queryOptions({
    queryKey: [nounOf(operation), operation.id, input] as const,
    queryFn: ({ signal }): Promise<ResponseOf<O>> => call(operation, input, { signal }),
  })
}

interface AskSettings {
  readonly enabled?: boolean
  /** Shows the last answer while the next one is on its way. */
  readonly keep?: boolean
  /** Asks again by itself, while something moves. */
  readonly everyMs?: number | false
}

/** Data that the page cannot do without: suspends while loading, throws to the page's error panel. */
export function useLoaded<O extends OperationSpec>(
  operation: O,
  input: InputOf<O>,
  settings: { readonly everyMs?: (answer: ResponseOf<O>) => number | false } = {},
): ResponseOf<O> {
  const { everyMs } = settings
  const query = queryOf(operation, input)
  const { data } = useSuspenseQuery<ResponseOf<O>>({
    queryKey: query.queryKey as readonly unknown[],
    queryFn: ({ signal }) => call(operation, input, { signal }),
    refetchInterval: ({ state }) => (everyMs && state.data !== undefined ? everyMs(state.data) : false),
  })
  return data
}

/** Asks for everything read of a noun once what the page shows of another has moved on: its version, say. */
export function useAskAnew(noun: string, moved: string | number): void {
  const cache = useQueryClient()
  const seen = useRef(moved)
  useEffect(() => {
    if (seen.current === moved) return
    seen.current = moved
    void cache.invalidateQueries({ queryKey: [noun] })
  }, [cache, noun, moved])
}

/** Data beside the page: the caller shows waiting and failure itself. */
export function useAsked<O extends OperationSpec>(
  operation: O,
  input: InputOf<O>,
  settings: AskSettings = {},
) {
  return useQuery({
    ...queryOf(operation, input),
    enabled: settings.enabled ?? true,
    refetchInterval: settings.everyMs ?? false,
    ...(settings.keep ? { placeholderData: keepPreviousData } : {}),
  })
}

/**
 * A changing call. Afterwards everything read of the operation's noun, and of the nouns in `also`, is asked anew.
 * One idempotency key is kept until the call succeeds, so pressing the button again never does the thing twice.
 */
export function useAct<O extends OperationSpec>(
  operation: O,
  settings: { readonly also?: readonly string[]; readonly onDone?: (answer: ResponseOf<O>) => void } = {},
): UseMutationResult<ResponseOf<O>, Error, InputOf<O>> {
  const cache = useQueryClient()
  const intention = useRef<{ input: string; key: string } | null>(null)
  return useMutation({
    mutationFn: (input: InputOf<O>) => {
      const same = JSON.stringify(input)
      if (intention.current?.input !== same) intention.current = { input: same, key: crypto.randomUUID() }
      const options: CallOptions = { idempotencyKey: intention.current.key }
      return call(operation, input, options)
    },
    onSuccess: async (answer) => {
      intention.current = null
      await Promise.all(
        [nounOf(operation), ...(settings.also ?? [])].map((noun) =>
          cache.invalidateQueries({ queryKey: [noun] }),
        ),
      )
      settings.onDone?.(answer)
    },
  })
}
