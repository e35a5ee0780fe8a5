/**
 * Several at once, one in each lane: each takes the next one as it is done. After a failure none begins another; all have ended
 * when this does.
 */
export async function inLanes<Lane, T>(
  lanes: readonly Lane[],
  all: readonly T[],
  run: (one: T, lane: Lane) => Promise<void>,
): Promise<void> {
  const waiting = all.values()
  let hasFailed = false
  const ended = await Promise.allSettled(
    lanes.map(async (lane) => {
      for (const one of waiting) {
        if (hasFailed) return
        await run(one, lane).catch((error: unknown) => {
          hasFailed = true
          throw error
        })
      }
    }),
  )
  for (const one of ended) if (one.status === 'rejected') throw one.reason
}
