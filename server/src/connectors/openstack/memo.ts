/** Answers that cannot have changed meanwhile (the network of a subnet, the flavor of a size), so that they are asked once. */
import { performance } from 'node:perf_hooks'

const ENTRIES_MAX = 10_000

export interface Memo {
  of<T>(key: string, lifeMs: number, ask: () => Promise<T>): Promise<T>
  /** The same, but who asks while another does waits for that answer; when it fails, each asks for himself. */
  shared<T>(key: string, lifeMs: number, ask: () => Promise<T>): Promise<T>
  /** What is kept, without asking. */
  peek<T>(key: string): T | undefined
  keep(key: string, lifeMs: number, value: unknown): void
  forget(key: string): void
}

export function createMemo(): Memo {
  const kept = new Map<string, { readonly endsAtMs: number; readonly value: unknown }>()
  const underWay = new Map<string, Promise<unknown>>()
  const memo: Memo = {
    async of<T>(key: string, lifeMs: number, ask: () => Promise<T>): Promise<T> {
      const known = memo.peek<T>(key)
      if (known !== undefined) return known
      // Not shared while under way: the asker's signal would end the others' question.
      const value = await ask()
      memo.keep(key, lifeMs, value)
      return value
    },
    async shared<T>(key: string, lifeMs: number, ask: () => Promise<T>): Promise<T> {
      const other = underWay.get(key)
      if (other !== undefined)
        return other.then(
          (value) => value as T,
          () => memo.of(key, lifeMs, ask),
        )
      const mine = memo.of(key, lifeMs, ask)
      underWay.set(key, mine)
      try {
        return await mine
      } finally {
        underWay.delete(key)
      }
    },
    peek<T>(key: string): T | undefined {
      const entry = kept.get(key)
      return entry && performance.now() < entry.endsAtMs ? (entry.value as T) : undefined
    },
    keep(key, lifeMs, value) {
      if (kept.size >= ENTRIES_MAX) kept.clear()
      kept.set(key, { endsAtMs: performance.now() + lifeMs, value })
    },
    forget: (key) => void kept.delete(key),
  }
  return memo
}
