/** What was seen and how long it took, printed as a table at the end. */
import { performance } from 'node:perf_hooks'

export interface Table {
  /** Does it, and writes down how long it took and what `told` makes of it. */
  timed<T>(what: string, work: () => Promise<T>, told: (result: T) => string): Promise<T>
  row(what: string, seen: string, seconds?: number): void
  print(): void
}

export function createTable(): Table {
  const rows: (readonly [what: string, seen: string, seconds: string])[] = []
  const row = (what: string, seen: string, seconds?: number) => {
    rows.push([what, seen, seconds === undefined ? '' : `${seconds.toFixed(1)} s`])
  }
  return {
    row,
    async timed(what, work, told) {
      const began = performance.now()
      const result = await work()
      row(what, told(result), (performance.now() - began) / 1000)
      return result
    },
    print() {
      const lines = [['what', 'seen', 'took'], ['---', '---', '---:'], ...rows]
      process.stdout.write(`\n${lines.map((cells) => `| ${cells.join(' | ')} |`).join('\n')}\n\n`)
    },
  }
}
