import { type BillRunVerb, billOperations } from '@yunheng/contract'
import type { Ctx } from '../../../platform/context.ts'
import type { MakeCtx } from '../../../platform/create-context.ts'
import type { Reconciler } from '../../../platform/reconcile/index.ts'
import { createRunReconciler } from '../../../platform/run/index.ts'
import { actorOfAsked } from '../../organisation/index.ts'
import { closeBill, type Flows, rateAnew, sendBill } from '../bill/act-on-bill.ts'
import { loadBillForUpdate } from '../bill/bill-store.ts'
import { BILL_RUN, waitsForMetering } from './bill-run.ts'

interface RunParts {
  readonly makeCtx: MakeCtx
  readonly flows: Flows
}

type Act = (flows: Flows, ctx: Ctx, id: string, body: { readonly version: number }) => Promise<unknown>
const ACTS: Readonly<Record<BillRunVerb, Act>> = {
  rate: (_, ctx, id, body) => rateAnew(ctx, id, body),
  send: sendBill,
  close: (_, ctx, id, body) => closeBill(ctx, id, body),
}

/** Rates, sends or closes the bills of a run, each as it stands when its turn comes. */
export const createBillRunReconciler = ({ makeCtx, flows }: RunParts): Reconciler =>
  createRunReconciler(BILL_RUN, {
    makeCtx,
    actorOf: actorOfAsked,
    operationOf: ({ verb }) => billOperations[verb],
    waitsFor: waitsForMetering,
    toldOf: ({ verb }) => ({ verb }),
    async treat(ctx, { verb }, { bill_id: billId }) {
      const version = await ctx.inTx(async (tx) => (await loadBillForUpdate(tx, billId))?.version ?? 0)
      await ACTS[verb](flows, ctx, billId, { version })
      return {}
    },
  })
