import {
  type Amounts,
  projectApprovalOperations as operations,
  type ProjectApproval,
  type ProjectApprovalSet,
  type ProjectOfSystem,
} from '@yunheng/contract'
import type { Ctx } from '../../../platform/context.ts'
import { elevated, type Tx } from '../../../platform/db/index.ts'
import { refuse } from '../../../platform/errors.ts'
import { type Route, route } from '../../../platform/http/index.ts'
import { findBody } from '../../organisation/index.ts'
import { findFilingRef } from '../../project-filing/index.ts'
import { add, exceeding } from '../amounts.ts'
import type { Doors } from '../doors.ts'
import { sumOf } from '../form/form.ts'
import { amountsOfRow, columnsOfAmounts } from '../request-store.ts'
import {
  findProjectApproval,
  insertProjectApproval,
  type ProjectRow,
  sumUndecided,
  updateProjectApproval,
} from './project-store.ts'

/** What the project approval still allows beyond what the system has and asks for already; null without one (R112). */
export async function findProjectFree(
  doors: Doors,
  tx: Tx,
  systemId: string,
  exceptRequestId: string | null,
): Promise<Amounts | null> {
  const approval = await findProjectApproval(tx, systemId)
  if (!approval) return null
  return exceeding(amountsOfRow(approval), await usedOf(doors, tx, systemId, exceptRequestId))
}

async function usedOf(
  doors: Doors,
  tx: Tx,
  systemId: string,
  exceptRequestId: string | null,
): Promise<Amounts> {
  const owned = sumOf(await doors.supply.listResourcesOfSystem(tx, systemId))
  return add(owned, await sumUndecided(tx, systemId, exceptRequestId))
}

export function createProjectRoutes(doors: Doors): readonly Route[] {
  return [
    route(operations.get, async (ctx, { params }) => getApproval(doors, ctx, params.id)),
    route(operations.ofSystem, async (ctx, { params }) => getProjectOf(doors, ctx, params.id)),
    route(operations.set, async (ctx, { params, body }) => setApproval(doors, ctx, params.id, body)),
  ]
}

async function getApproval(doors: Doors, ctx: Ctx, systemId: string): Promise<ProjectApproval> {
  return ctx.inTx(async (tx) => {
    const row = ctx.authz.authorised(ctx, 'view', 'request', await findProjectApproval(tx, systemId))
    return toApproval(doors, ctx, tx, row)
  })
}

/** As {@link getApproval}, and of a system that has none yet as well: a page asks it of every system. */
async function getProjectOf(doors: Doors, ctx: Ctx, systemId: string): Promise<ProjectOfSystem> {
  return ctx.inTx(async (tx) => {
    const system = ctx.authz.authorised(ctx, 'view', 'request', await doors.system.find(tx, systemId))
    const row = await findProjectApproval(tx, systemId)
    const { bodyId } = system
    const body = await elevated(tx, () => findBody(tx, bodyId))
    return {
      systemId,
      body: { id: bodyId, name: body?.name ?? '' },
      approval: row ? await toApproval(doors, ctx, tx, row) : null,
      actions: { set: ctx.authz.allowance(ctx.actor, 'approve', 'request') },
    }
  })
}

/**
 * Enters or corrects it; what was decided before keeps what it was decided on.
 * @throws `common.version_stale`, `project-approval.filing_not_found`.
 */
async function setApproval(
  doors: Doors,
  ctx: Ctx,
  systemId: string,
  input: ProjectApprovalSet,
): Promise<ProjectApproval> {
  return ctx.inTx(async (tx) => {
    const system = ctx.authz.authorised(ctx, 'approve', 'request', await doors.system.find(tx, systemId))
    const before = await findProjectApproval(tx, systemId)
    const filingId = input.filingId === undefined ? (before?.filing_id ?? null) : input.filingId
    await checkFiling(tx, filingId, system.bodyId)
    const change = {
      filing_id: filingId,
      approval_no: input.approvalNo.trim(),
      approved_on: input.approvedOn,
      approved_by: input.approvedBy.trim(),
      note: input.note.trim(),
      ...columnsOfAmounts(input.amounts),
      entered_by: ctx.actor.kind === 'nobody' ? '' : ctx.actor.name,
      updated_at: ctx.clock.now(),
    }
    const written =
      input.version === null
        ? await insertProjectApproval(tx, { system_id: systemId, body_id: system.bodyId, ...change })
        : await updateProjectApproval(tx, systemId, input.version, change)
    if (!written) refuse('common.version_stale')
    await ctx.audit(tx, {
      noun: 'system',
      objectId: systemId,
      bodyId: system.bodyId,
      before: before && { approvalNo: before.approval_no, amounts: amountsOfRow(before) },
      after: input,
    })
    return toApproval(doors, ctx, tx, (await findProjectApproval(tx, systemId)) as ProjectRow)
  })
}

/** A project that the body filed, or one above it did for all beneath. */
async function checkFiling(tx: Tx, filingId: string | null, bodyId: string): Promise<void> {
  if (filingId === null) return
  await elevated(tx, async () => {
    const filing = await findFilingRef(tx, filingId)
    const body = await findBody(tx, bodyId)
    if (filing?.state !== 'accepted' || !body?.path.includes(filing.body_id))
      refuse('project-approval.filing_not_found')
  })
}

async function toApproval(doors: Doors, ctx: Ctx, tx: Tx, row: ProjectRow): Promise<ProjectApproval> {
  const amounts = amountsOfRow(row)
  const used = await usedOf(doors, tx, row.system_id, null)
  const { filing_id: filingId } = row
  const filing = filingId === null ? null : await elevated(tx, () => findFilingRef(tx, filingId))
  return {
    systemId: row.system_id,
    approvalNo: row.approval_no,
    approvedOn: row.approved_on,
    approvedBy: row.approved_by,
    amounts,
    filing: filing ? { id: filing.id, no: filing.no, name: filing.name } : null,
    note: row.note,
    used,
    free: exceeding(amounts, used),
    enteredBy: row.entered_by,
    updatedAt: row.updated_at.toISOString(),
    version: row.version,
    actions: { set: ctx.authz.allowance(ctx.actor, 'approve', 'request') },
  }
}
