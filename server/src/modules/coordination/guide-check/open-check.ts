import type { BodyOf, CheckSubject, guideCheckOperations } from '@yunheng/contract'
import type { Ctx } from '../../../platform/context.ts'
import type { Db } from '../../../platform/db/index.ts'
import { refuse } from '../../../platform/errors.ts'
import { dayInChina } from '../../../platform/worktime/index.ts'
import { findCloud } from '../../cloud/index.ts'
import { findBody } from '../../organisation/index.ts'
import { findSystem } from '../../system/index.ts'
import { holderOf } from '../actor-words.ts'
import { findListInForce } from '../check-list/check-list-store.ts'
import { guideFieldOf } from '../check-list/publish-check-list.ts'
import {
  findGuideCheck,
  type GuideCheckRow,
  insertGuideCheck,
  insertStep,
  nextCheckNo,
} from './guide-check-store.ts'

interface Subject {
  readonly name: string
  /** Who answers for it: a system's own body, a cloud's provider, the body itself. */
  readonly bodyId: string
}

/** Read under the guide's own sight: nothing is checked that may not be seen. */
async function findSubject(db: Db, noun: CheckSubject, id: string): Promise<Subject | undefined> {
  switch (noun) {
    case 'system': {
      const system = await findSystem(db, id)
      return system && { name: system.name, bodyId: system.body_id }
    }
    case 'cloud': {
      const cloud = await findCloud(db, id)
      return cloud && { name: cloud.name, bodyId: cloud.provider_body_id }
    }
    case 'body': {
      const body = await findBody(db, id)
      return body && { name: body.name, bodyId: body.id }
    }
  }
}

/**
 * Opens a check by the list of the guide's own field as it is in force today, with the items that fit the subject.
 * @throws `check-list.no_field`, `guide-check.no_list`, `common.not_found`.
 */
export async function openCheck(
  ctx: Ctx,
  input: BodyOf<typeof guideCheckOperations.create>,
): Promise<GuideCheckRow> {
  const db = ctx.authz.require(ctx, 'create', 'guide-check')
  const holder = holderOf(ctx.actor)
  const field = (await guideFieldOf(db, holder)) ?? refuse('check-list.no_field')
  const found = await findSubject(db, input.subjectNoun, input.subjectId)
  const subject = ctx.authz.authorised(ctx, 'view', input.subjectNoun, found)
  return ctx.inTx(async (tx) => {
    const now = ctx.clock.now()
    const day = dayInChina(now)
    const list = (await findListInForce(tx, field, day)) ?? refuse('guide-check.no_list')
    const items = list.items.filter(({ subjects }) => subjects.includes(input.subjectNoun))
    if (items.length === 0) refuse('guide-check.no_list')
    const id = ctx.ids.next()
    const no = await nextCheckNo(tx, day.slice(0, 4))
    const check = {
      id,
      no,
      check_list_id: list.id,
      guide_body_id: holder.post.bodyId,
      guide_field: field,
      subject_noun: input.subjectNoun,
      subject_id: input.subjectId,
      subject_name: subject.name,
      body_id: subject.bodyId,
      state: 'open' as const,
      opened_by: holder.personId,
      opened_by_name: holder.name,
      opened_at: now,
    }
    const findings = items.map((item, position) => ({
      check_id: id,
      position,
      code: item.code,
      title_zh: item.title.zh,
      title_en: item.title.en,
      clause: item.clause,
    }))
    await insertGuideCheck(tx, check, findings)
    await insertStep(tx, { id: ctx.ids.next(), check_id: id, kind: 'opened', actor: holder.name, at: now })
    const after = { no, field, ...input, checkList: list.number }
    await ctx.audit(tx, { noun: 'guide-check', objectId: id, bodyId: subject.bodyId, after })
    await ctx.emit(tx, { type: 'guide-check.opened', noun: 'guide-check', id, bodyId: subject.bodyId })
    return (await findGuideCheck(tx, id)) as GuideCheckRow
  })
}
