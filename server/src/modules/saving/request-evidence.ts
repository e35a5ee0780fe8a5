import type { SavingEvidence, SavingRequestEvidence } from '@yunheng/contract'
import type { Ctx } from '../../platform/context.ts'
import { elevated, type Tx } from '../../platform/db/index.ts'
import { dayInChina } from '../../platform/worktime/index.ts'
import { amountsOf, findPlans } from '../catalogue/index.ts'
import { sumWindow } from '../measure/index.ts'
import { findRequest, listLines, viewerOf } from '../request/index.ts'
import { findResource, type ResourceRow } from '../resource/index.ts'
import { platformRulesOnDay } from '../rule/index.ts'
import { lastDays } from './civil-days.ts'
import { undersizedEvidence } from './figures.ts'
import { ofThisSize, type Size } from './judge.ts'
import { listSizedDays } from './judged-store.ts'
import { tallyNotices } from './notice-store.ts'
import { tallyOfBody } from './proposal-store.ts'
import { toTally } from './proposal-view.ts'
import { type Thresholds, thresholdsOf } from './thresholds.ts'

const MIB_OF_GIB = 1024

/**
 * What measures and past answers say beside a decision: whether what is to grow is used so far that it may (R128), and
 * what the body has not done yet about what was proposed.
 */
export async function savingEvidenceOf(ctx: Ctx, requestId: string): Promise<SavingRequestEvidence> {
  const now = ctx.clock.now()
  return ctx.inTx(async (tx) => {
    const request = ctx.authz.authorised(
      ctx,
      'view',
      'request',
      await findRequest(tx, requestId, viewerOf(ctx)),
    )
    const lines = await listLines(tx, request.id)
    // The figures of its own body: whoever sees the request sees them.
    return elevated(tx, async () => {
      const today = dayInChina(now)
      const { book } = await platformRulesOnDay(tx, today)
      const thresholds = thresholdsOf(book)
      const plans = new Map(
        (
          await findPlans(
            tx,
            lines.flatMap(({ planId }) => planId ?? []),
          )
        ).map((plan) => [plan.id, plan]),
      )
      const growing: SavingRequestEvidence['growing'] = []
      for (const { resourceId, planId, parameters } of request.kind === 'change' ? lines : []) {
        const plan = planId === null ? undefined : plans.get(planId)
        const resource = resourceId === null ? undefined : await findResource(tx, resourceId)
        const before = resource === undefined ? null : sizeOf(resource)
        if (plan === undefined || resource === undefined || before === null) continue
        const wanted = wantedOf(amountsOf(plan, parameters))
        if (wanted.vcpus > before.vcpus || wanted.memoryMiB > before.memoryMiB)
          growing.push(await judgeGrowth(tx, resource, { before, wanted }, thresholds, today))
      }
      return {
        growing,
        open: toTally(await tallyOfBody(tx, request.body_id)),
        notices: (await tallyNotices(tx, request.body_id)).map(({ state, count }) => ({ state, count })),
        windowDays: thresholds.undersized.days,
        isProductDefault: book.integer('saving.undersized.cpu-mean').isProductDefault,
        asOf: now.toISOString(),
      }
    })
  })
}

function sizeOf({ kind, spec, observed_spec }: ResourceRow): Size | null {
  if (kind !== 'server') return null
  const { vcpus, memoryMiB } = { ...spec, ...observed_spec } as Partial<Size>
  return vcpus === undefined || memoryMiB === undefined ? null : { vcpus, memoryMiB }
}

function wantedOf(amounts: ReturnType<typeof amountsOf>): Size {
  const of = (dimension: string) => amounts.find((one) => one.dimension === dimension)?.amount ?? 0
  return { vcpus: of('vcpu'), memoryMiB: of('memory-gib') * MIB_OF_GIB }
}

async function judgeGrowth(
  tx: Tx,
  resource: ResourceRow,
  size: { readonly before: Size; readonly wanted: Size },
  thresholds: Thresholds,
  today: string,
): Promise<SavingRequestEvidence['growing'][number]> {
  const window = lastDays(today, thresholds.undersized.days)
  const sums = (await sumWindow(tx, [resource.id], window)).get(resource.id) ?? new Map()
  const sizedOn = (await listSizedDays(tx, [resource.id])).get(resource.id) ?? null
  const { of } = ofThisSize({ window, of: sums }, sizedOn)
  const evidence: readonly SavingEvidence[] = undersizedEvidence({ window, of }, thresholds)
  const cpu = of.get('cpu')
  const isMeasured = cpu !== undefined && cpu.days * 100 >= thresholds.coverage * thresholds.undersized.days
  return {
    resource: { id: resource.id, name: resource.name },
    size: size.before,
    wanted: size.wanted,
    from: window.from,
    to: window.to,
    verdict: evidence.length > 0 ? 'borne-out' : isMeasured ? 'not-borne-out' : 'unmeasured',
    evidence: [...evidence],
    cpuMean: meanPercent(cpu),
    memoryMean: meanPercent(of.get('memory')),
  }
}

const meanPercent = (summary: { readonly sum: number; readonly samples: number } | undefined) =>
  summary === undefined || summary.samples === 0 ? null : Math.round(summary.sum / summary.samples) / 10
