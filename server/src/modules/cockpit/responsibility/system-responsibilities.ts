import { PARTIES, type Party, type Role, roles, type SystemResponsibilities } from '@yunheng/contract'
import type { Ctx } from '../../../platform/context.ts'
import { elevated, type Tx } from '../../../platform/db/index.ts'
import {
  findAuthority,
  listBodyNames,
  listGuidesOf,
  listSeatHolders,
  type SeatHolder,
  seatsOf,
} from '../../organisation/index.ts'
import { listProvidersOfSystem } from '../../resource/index.ts'
import { findSystem, type SystemRow } from '../../system/index.ts'
import { listDecidingRoles } from '../../workflow/index.ts'
import { PARTY_TITLES, type Share, STEPS, sharesOf } from './responsibility.ts'

type Body = Awaited<ReturnType<typeof listBodyNames>>[number]
type Bodies = Readonly<Record<Party, readonly Body[]>>

/**
 * Who is responsible for what along the life of a system's resources (R8), worked out anew each time. Bodies are named to
 * everybody who sees the system; people only as far as the reader sees them anyway.
 */
export async function systemResponsibilities(ctx: Ctx, id: string): Promise<SystemResponsibilities> {
  const system = ctx.authz.authorised(ctx, 'view', 'system', await findSystem(ctx.db, id))
  const bodies = await ctx.inTx((tx) => bodiesOf(tx, system))
  const deciders = await listDecidingRoles(ctx.db, 'request')
  const seats = PARTIES.flatMap((party) => bodies[party].flatMap(seatsOf))
  const holders = await listSeatHolders(ctx.db, seats, ctx.clock.now())
  const toCell = ({ party, duty, roles: carrying }: Share) => ({
    party,
    duty,
    seats: bodies[party].flatMap((body) =>
      seatsOf(body)
        .filter((seat) => carrying.includes(seat.role))
        .map((seat) => toSeat(seat.role, body, holders)),
    ),
  })
  return {
    system: { id: system.id, code: system.code, name: system.name },
    body: { id: system.body_id, name: system.body_name },
    responsiblePerson:
      system.responsible_person_id === null
        ? null
        : { id: system.responsible_person_id, name: system.person_name ?? '' },
    parties: PARTIES.map((party) => ({
      party,
      title: PARTY_TITLES[party],
      bodies: bodies[party].map(({ id: bodyId, name }) => ({ id: bodyId, name })),
    })),
    steps: STEPS.map((step) => ({
      step: step.step,
      title: step.title,
      cells: sharesOf(step, ctx.authz.matrix, deciders).map(toCell),
    })),
    asOf: ctx.clock.now().toISOString(),
  }
}

function toSeat(role: Role, body: Body, holders: readonly SeatHolder[]) {
  const people = holders
    .filter((one) => one.role === role && one.bodyId === body.id)
    .map(({ personId, name }) => ({ id: personId, name }))
  return { role, roleTitle: roles[role].title, body: { id: body.id, name: body.name }, people }
}

/** The department itself, the authorities of its region, the guides above it, and whoever's clouds carry its resources. */
async function bodiesOf(tx: Tx, system: SystemRow): Promise<Bodies> {
  return elevated(tx, async () => {
    const authority = (kind: 'regulator-bureau' | 'regulator-centre' | 'operations') =>
      findAuthority(tx, system.body_id, kind, 'own-level')
    const ids: Readonly<Record<Party, readonly (string | null)[]>> = {
      department: [system.body_id],
      supervision: [await authority('regulator-bureau'), await authority('regulator-centre')],
      provider: await listProvidersOfSystem(tx, system.id),
      operations: [await authority('operations')],
      guide: await listGuidesOf(tx, system.body_id),
    }
    const known = await listBodyNames(
      tx,
      Object.values(ids)
        .flat()
        .filter((one) => one !== null),
    )
    const named = (party: Party) => ids[party].flatMap((one) => known.filter((body) => body.id === one))
    return Object.fromEntries(PARTIES.map((party) => [party, named(party)])) as unknown as Bodies
  })
}
