/** Folds what a cloud told into the days of its servers: one page, one transaction, in which nothing is asked of any cloud. */
import type { Ctx } from '../../platform/context.ts'
import type { Measured } from '../cloud/index.ts'
import { dayOf, foldSamples, type Sample } from './measure.ts'
import {
  type DayToSave,
  listLastRead,
  loadDaysForUpdate,
  type MeasuredServer,
  saveDays,
  saveLastRead,
} from './measure-store.ts'
import { type LastRead, lastOf, samplesOf } from './read-counters.ts'

/** @param gapMs counters that nobody read for longer say nothing of the time between. */
export async function keepMeasures(
  ctx: Ctx,
  servers: ReadonlyMap<string, MeasuredServer>,
  looks: readonly Measured[],
  gapMs: number,
): Promise<void> {
  const known = looks.filter(({ externalId }) => servers.has(externalId))
  if (known.length === 0) return
  const ids = [...new Set(known.map(({ externalId }) => (servers.get(externalId) as MeasuredServer).id))]
  await ctx.inTx(async (tx) => {
    const before = await listLastRead(tx, ids)
    const reads = new Map<string, LastRead>()
    const samples = new Map<string, Sample[]>()
    for (const look of known.toSorted((a, b) => a.at.getTime() - b.at.getTime())) {
      const { id } = servers.get(look.externalId) as MeasuredServer
      const last = reads.get(id) ?? before.get(id) ?? null
      samples.set(id, [...(samples.get(id) ?? []), ...samplesOf(look, last, gapMs)])
      const next = lastOf(look, last)
      if (next !== null && next !== last) reads.set(id, next)
    }
    await saveLastRead(tx, reads)
    await saveDays(tx, await foldAll(tx, servers, samples))
  })
}

async function foldAll(
  tx: Parameters<typeof loadDaysForUpdate>[0],
  servers: ReadonlyMap<string, MeasuredServer>,
  samples: ReadonlyMap<string, readonly Sample[]>,
): Promise<readonly DayToSave[]> {
  const days = [...new Set([...samples.values()].flat().map(({ atMs }) => dayOf(atMs)))]
  const before = await loadDaysForUpdate(tx, [...samples.keys()], days)
  const byId = new Map([...servers.values()].map((server) => [server.id, server]))
  return [...samples].flatMap(([id, taken]) =>
    foldSamples(before.get(id) ?? [], taken).map((day) => ({ server: byId.get(id) as MeasuredServer, day })),
  )
}
