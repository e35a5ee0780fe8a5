import type { Fill, Size } from './fill.ts'

/** The room is cut into at most so many steps; finer sizes are counted up to the next one. */
const CORE_STEPS = 512
const MEMORY_STEPS = 1_024

/**
 * The fill of one empty host that is worth most when there is no end of each size: the knapsack by dynamic programming, for
 * the last rounds of the linear programme, where a search that gives up early would end it too soon.
 */
export function createExactFill(host: Size, sizes: readonly Size[]): (worth: readonly number[]) => Fill {
  const cores = steps(
    host.vcpus,
    sizes.map((size) => size.vcpus),
    CORE_STEPS,
  )
  const memory = steps(
    host.memoryMiB,
    sizes.map((size) => size.memoryMiB),
    MEMORY_STEPS,
  )
  const width = memory.room + 1
  const value = new Float64Array((cores.room + 1) * width)
  const choice = new Int16Array(value.length)

  return (worth) => {
    value.fill(0)
    choice.fill(-1)
    worth.forEach((one, size) => {
      const [down, across] = [cores.of[size] as number, memory.of[size] as number]
      const back = down * width + across
      if (one <= 1e-9 || back === 0) return
      for (let row = down; row <= cores.room; row += 1) {
        const end = row * width + memory.room
        for (let cell = row * width + across; cell <= end; cell += 1) {
          const sum = (value[cell - back] as number) + one
          if (sum > (value[cell] as number)) {
            value[cell] = sum
            choice[cell] = size
          }
        }
      }
    })
    const counts = new Array<number>(sizes.length).fill(0)
    let total = 0
    for (
      let cell = value.length - 1, size = choice[cell] as number;
      size >= 0;
      size = choice[cell] as number
    ) {
      counts[size] = (counts[size] as number) + 1
      total += worth[size] as number
      cell -= (cores.of[size] as number) * width + (memory.of[size] as number)
    }
    return { counts, worth: total }
  }
}

function steps(room: number, needs: readonly number[], most: number) {
  const unit = Math.max(
    needs.reduce((divisor, need) => divisorOf(divisor, need), 0),
    room / most,
  )
  return { room: Math.floor(room / unit + 1e-9), of: needs.map((need) => Math.ceil(need / unit - 1e-9)) }
}

function divisorOf(a: number, b: number): number {
  return b === 0 ? a : divisorOf(b, a % b)
}
