/** One choice about one or many differences. Each is decided for itself, in its own transaction. */

import type { DriftChoice, DriftDecided, DriftSort } from '@yunheng/contract'
import type { Ctx } from '../../platform/context.ts'
import { AppError, assert, refuse, wordsOf } from '../../platform/errors.ts'
import { dayInChina } from '../../platform/worktime/index.ts'
import { ignoreItem, unignoreItem } from '../inventory/index.ts'
import { acceptObserved, putBack, recreateResource, writeOff } from '../resource/index.ts'
import { insertAcceptance, insertDecision, insertRemoval, removeAcceptance } from './decision-store.ts'
import { refuseChoice, rightOf } from './drift-rules.ts'
import { type DriftRow, findDrift } from './drift-store.ts'

export const LEFTOVER_RECONCILER = 'leftover'

export interface Decision {
  readonly choice: DriftChoice
  readonly reason: string
  readonly until: string | null
}

export interface Subject {
  readonly id: string
  readonly sort: DriftSort
  readonly version: number | null
}

/** @throws the refusal of the first when every one is refused: then nothing was done. */
export async function decideAll(
  ctx: Ctx,
  subjects: readonly Subject[],
  decision: Decision,
): Promise<readonly DriftDecided[]> {
  const decided: DriftDecided[] = []
  let first: AppError | null = null
  for (const subject of subjects) {
    try {
      await decide(ctx, subject, decision)
      decided.push({ id: subject.id, done: true, reason: null, problem: null })
    } catch (error) {
      if (!(error instanceof AppError) || error.kind === 'internal') throw error
      first ??= error
      const problem = wordsOf(error.reason, error.details, error.detailsEn)
      decided.push({ id: subject.id, done: false, reason: error.reason, problem })
    }
  }
  if (first !== null && decided.every((one) => !one.done)) throw first
  return decided
}

/** The resource's own rules stand behind: what changed meanwhile is refused there. */
async function decide(ctx: Ctx, subject: Subject, decision: Decision): Promise<void> {
  const { choice } = decision
  const today = dayInChina(ctx.clock.now())
  const found = await findDrift(ctx.db, subject, today)
  // What is beyond sight is the same as what is over.
  const row = ctx.authz.authorised(ctx, 'view', 'drift', found ?? refuse('drift.over'))
  const isRegulator = ctx.authz.may(ctx.actor, 'approve', 'resource')
  const [action, noun] = rightOf(choice, row, isRegulator)
  ctx.authz.authorised(ctx, action, noun, row)
  const refusal = refuseChoice(choice, row)
  if (refusal) refuse(refusal)
  if (choice === 'accept' && row.standing !== 'unmanaged') refuseUntil(decision.until, today)
  await ctx.inTx(async (tx) => {
    const inner: Ctx = { ...ctx, inTx: (body) => body(tx) }
    await carryOut(inner, row, subject, decision)
    const { actor } = ctx
    assert(actor.kind === 'person', 'only people decide this')
    const { reason, until } = decision
    const at = ctx.clock.now()
    const kept = choice === 'accept' ? until : null
    await insertDecision(tx, row, { id: ctx.ids.next(), choice, reason, until: kept, actor: actor.name, at })
    await ctx.audit(tx, {
      noun: 'drift',
      objectId: row.id,
      label: row.name,
      bodyId: row.body_id ?? row.provider_body_id,
      before: { sort: row.sort, differences: row.differences },
      after: { choice, reason, until: kept },
    })
  })
}

function refuseUntil(until: string | null, today: string): void {
  if (until === null) refuse('drift.until_needed')
  if (until <= today) refuse('inventory.until_past')
}

async function carryOut(ctx: Ctx, row: DriftRow, subject: Subject, decision: Decision): Promise<void> {
  switch (decision.choice) {
    case 'take-over':
      return takeOver(ctx, row, versionOf(row, subject), decision.reason)
    case 'put-back':
      return bringBack(ctx, row, versionOf(row, subject), decision.reason)
    case 'accept':
      return accept(ctx, row, decision)
    case 'withdraw':
      return withdraw(ctx, row)
  }
}

/** As the person saw it; as it is when he did not say. */
const versionOf = (row: DriftRow, subject: Subject) => subject.version ?? row.version ?? 1

function takeOver(ctx: Ctx, { id, sort }: DriftRow, version: number, reason: string): Promise<void> {
  return sort === 'vanished' ? writeOff(ctx, id, version, reason) : acceptObserved(ctx, id, version, reason)
}

async function bringBack(ctx: Ctx, row: DriftRow, version: number, reason: string): Promise<void> {
  if (row.sort === 'changed') return putBack(ctx, row.id, version, reason)
  if (row.sort === 'vanished') {
    const right = ctx.authz.may(ctx.actor, 'approve', 'resource') ? 'approve' : 'operate'
    return recreateResource(ctx, row.id, version, reason, right)
  }
  // Given back, and there again: back means away.
  await ctx.inTx(async (tx) => {
    await insertRemoval(tx, row, ctx.clock.now())
    await ctx.nudge(tx, LEFTOVER_RECONCILER, row.id)
  })
}

async function accept(ctx: Ctx, row: DriftRow, { reason, until }: Decision): Promise<void> {
  if (row.standing === 'unmanaged') return ignoreItem(ctx, row.id, { reason, until })
  assert(until !== null && ctx.actor.kind === 'person', 'the last day was asked for')
  const person = ctx.actor.name
  await ctx.inTx((tx) => insertAcceptance(tx, row, { reason, until, person, at: ctx.clock.now() }))
}

async function withdraw(ctx: Ctx, row: DriftRow): Promise<void> {
  if (row.standing === 'ignored') return unignoreItem(ctx, row.id)
  await ctx.inTx((tx) => removeAcceptance(tx, row.id))
}
