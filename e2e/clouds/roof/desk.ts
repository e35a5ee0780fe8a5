/** The drift desk of one cloud, as people use it over the API. */
import { type Drift, type DriftChoice, driftOperations } from '@yunheng/contract'
import { eventually, well } from '../../../server/test/kit/journey.ts'
import type { Platform } from '../../../server/test/kit/platform.ts'
import type { Persona } from '../../../server/test/kit/world.ts'

export function createDesk(platform: () => Platform, cloudId: () => string) {
  const drifts = async (query: Record<string, unknown> = {}): Promise<readonly Drift[]> => {
    const { call, world } = platform()
    const all = { cloudId: cloudId(), pageSize: 200, ...query } as never
    return (await well(call(world.people.centre, driftOperations.list, { query: all }))).items
  }
  return {
    drifts,
    decide(persona: Persona, choice: DriftChoice, { id, sort }: Drift, until?: string) {
      const body = { choice, items: [{ id, sort }], reason: '值班核对', ...(until ? { until } : {}) }
      return well(platform().call(persona, driftOperations.decide, { body }))
    },
    /** Waits until it is found. */
    driftOf: (externalId: string): Promise<Drift> =>
      eventually(`drift of ${externalId}`, async () => {
        const found = (await drifts()).find((one) => one.externalId === externalId)
        return found ?? false
      }),
  }
}
