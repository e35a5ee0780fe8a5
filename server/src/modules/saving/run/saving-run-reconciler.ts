import { savingOperations } from '@yunheng/contract'
import type { MakeCtx } from '../../../platform/create-context.ts'
import { refuse } from '../../../platform/errors.ts'
import type { Reconciler } from '../../../platform/reconcile/index.ts'
import { createRunReconciler } from '../../../platform/run/index.ts'
import { actorOfAsked } from '../../organisation/index.ts'
import { type Flows, sendNotice } from '../send-notice.ts'
import { SAVING_RUN } from './saving-run.ts'
import { findSameProposal } from './saving-run-store.ts'

interface RunParts {
  readonly makeCtx: MakeCtx
  readonly flows: Flows
}

/** Sends the notices of a run, each about what is still proposed when its turn comes. */
export const createSavingRunReconciler = ({ makeCtx, flows }: RunParts): Reconciler =>
  createRunReconciler(SAVING_RUN, {
    makeCtx,
    actorOf: actorOfAsked,
    operationOf: () => savingOperations.sendNotice,
    async treat(ctx, _run, item) {
      const proposalId = (await ctx.inTx((tx) => findSameProposal(tx, item))) ?? refuse('saving-run.gone')
      const { id } = await sendNotice(flows, ctx, proposalId)
      return { notice_id: id }
    },
  })
