/** Answers that cannot have changed meanwhile (the network of a subnet, the flavor of a size), so that they are asked once. */
import { performance } from 'node:perf_hooks'

const ENTRIES_MAX = 10_000

export interface Memo {
  of<T>(key: string, lifeMs: number, ask: () => Promise<T>): Promise<T>
  forget(key: string): void
}

export function createMemo(): Memo {
  const kept = new Map<string, { readonly endsAtMs: number; readonly value: unknown }>()
  return {
    async of<T>(key: string, lifeMs: number, ask: () => Promise<T>): Promise<T> {
      const entry = kept.get(key)
      if (entry && performance.now() < entry.endsAtMs) return entry.value as T
      // Not shared while under way: the asker's signal would end the others' question.
      const value = await ask()
      if (kept.size >= ENTRIES_MAX) kept.clear()
      kept.set(key, { endsAtMs: performance.now() + lifeMs, value })
      return value
    },
    forget: (key) => void kept.delete(key),
  }
}
