import type { Composition } from '../compose.ts'
import { listAllClouds } from '../modules/cloud/index.ts'
import { keepReadings, listThingsByTraffic } from '../modules/metering/index.ts'
import type { Ctx } from '../platform/context.ts'
import { sampleClouds } from './load-clouds.ts'

const HOUR_MS = 3_600_000
/** So many instants are told at once. */
const LOT = 200

/** What the clouds would have told every hour of the story of addresses by traffic, kept as if it had been asked for then. */
export async function loadTraffic(
  system: Ctx,
  { cloudKinds }: Pick<Composition, 'cloudKinds'>,
  today: Date,
): Promise<void> {
  const clouds = new Map((await listAllClouds(system.db)).map((cloud) => [cloud.endpoint, cloud.id]))
  for (const { endpoint } of sampleClouds) {
    const cloudId = clouds.get(endpoint)
    if (cloudId === undefined) continue
    const things = await listThingsByTraffic(system, cloudId, 'floating-ip')
    if (things.size === 0) continue
    const hand = cloudKinds.simulator.cloud(endpoint)
    const hours = hoursFrom(Math.min(...[...things.values()].map((one) => one.created_at.getTime())), today)
    for (let lot = 0; lot < hours.length; lot += LOT)
      await keepReadings(
        system,
        things,
        await hand.countersAt('floating-ip', [...things.keys()], hours.slice(lot, lot + LOT)),
      )
  }
}

function hoursFrom(from: number, today: Date): readonly Date[] {
  const hours: Date[] = []
  for (let at = from + HOUR_MS; at < today.getTime(); at += HOUR_MS) hours.push(new Date(at))
  return hours
}
