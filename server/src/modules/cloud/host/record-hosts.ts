import type { Ctx } from '../../../platform/context.ts'
import type { HostGuest, HostPage, ObservedHost } from '../connector.ts'
import { settleHosts, upsertGuests, upsertHosts } from './host-store.ts'

/** Machines that are written by one statement. */
const BATCH = 5_000

/**
 * The hosts of a cloud as it told them, all at once: a look that broke off changes nothing, so that absence is believed only
 * after a complete one (F9). What did not change is not written.
 */
export async function recordHosts(ctx: Ctx, cloudId: string, pages: AsyncIterable<HostPage>): Promise<void> {
  const hosts = new Map<string, ObservedHost & { id: string }>()
  const guests = new Map<string, HostGuest>()
  for await (const page of pages) {
    for (const host of page.hosts) hosts.set(host.externalId, { ...host, id: ctx.ids.next() })
    for (const guest of page.guests) guests.set(guest.externalId, guest)
  }
  await ctx.inTx(async (tx) => {
    await upsertHosts(tx, cloudId, [...hosts.values()], ctx.clock.now())
    const all = [...guests.values()]
    for (let start = 0; start < all.length; start += BATCH)
      await upsertGuests(tx, cloudId, all.slice(start, start + BATCH))
    await settleHosts(tx, cloudId, { hosts: [...hosts.keys()], guests: [...guests.keys()] }, ctx.clock.now())
  })
}
