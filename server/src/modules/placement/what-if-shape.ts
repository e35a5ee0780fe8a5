import type { PlacementShape, PlacementWhatIf } from '@yunheng/contract'
import type { Ctx } from '../../platform/context.ts'
import type { Download } from '../../platform/http/index.ts'
import { exportList, type Language, type ListColumn } from '../../platform/xlsx/index.ts'
import type { Placing } from './claim.ts'
import { NO_ONE } from './imagine.ts'

/** Where so many alike would go, each as a request of its own (R9). */
export async function whatIfShape(
  ctx: Ctx,
  placing: Placing,
  shape: PlacementShape,
): Promise<PlacementWhatIf> {
  ctx.authz.require(ctx, 'list', 'placement')
  const { count, unit, bodyId, systemId, providerBodyId, protectionLevel, ...rest } = shape
  const { needsExternalNetwork, kinds, ruleSetId, ...shared } = rest
  return placing.imagine(ctx, {
    how: 'one-by-one',
    ruleSetId,
    shared: {
      ...shared,
      bodyId: bodyId ?? NO_ONE,
      systemId: systemId ?? NO_ONE,
      cloudId: null,
      poolId: null,
      preference: providerBodyId === null ? null : { providerBodyId, reason: '试安排' },
      ...(protectionLevel !== null && { protectionLevel }),
    },
    parts: [
      {
        requestLineId: null,
        quantity: count,
        unit,
        kinds,
        imageCodes: [],
        tiers: [],
        needsExternalNetwork,
      },
    ],
  })
}

type Row = PlacementWhatIf['pools'][number]
const room = (zh: string, en: string, value: (row: Row) => number): ListColumn<Row> => ({
  title: { zh, en },
  kind: 'number',
  value,
})

const COLUMNS: readonly ListColumn<Row>[] = [
  { title: { zh: '资源池', en: 'Pool' }, kind: 'text', width: 28, value: (row) => row.pool.name },
  { title: { zh: '云平台', en: 'Cloud' }, kind: 'text', width: 24, value: (row) => row.cloud.name },
  { title: { zh: '服务商', en: 'Provider' }, kind: 'text', width: 24, value: (row) => row.provider.name },
  room('安排数量', 'Placed', (row) => row.units),
  {
    title: { zh: '未入选原因', en: 'Left out because' },
    kind: 'text',
    width: 32,
    value: (row) => row.refusedBy?.text ?? null,
  },
  room('得分', 'Score', (row) => row.total),
  room('安排前可用 vCPU', 'vCPUs free before', (row) => row.freeBefore.vcpus),
  room('安排后可用 vCPU', 'vCPUs free after', (row) => row.freeAfter.vcpus),
  room('安排前可用内存（GiB）', 'Memory free before (GiB)', (row) => row.freeBefore.memoryMiB / 1024),
  room('安排后可用内存（GiB）', 'Memory free after (GiB)', (row) => row.freeAfter.memoryMiB / 1024),
  room('安排前可用存储（GiB）', 'Storage free before (GiB)', (row) => row.freeBefore.storageGiB),
  room('安排后可用存储（GiB）', 'Storage free after (GiB)', (row) => row.freeAfter.storageGiB),
]

/** The same as a workbook. */
export async function exportWhatIf(
  ctx: Ctx,
  placing: Placing,
  shape: PlacementShape,
  language: Language = 'zh',
): Promise<Download> {
  const { pools } = await whatIfShape(ctx, placing, shape)
  return exportList(ctx, {
    noun: 'placement',
    name: { zh: '试安排', en: 'Placement what-if' },
    language,
    filter: shape,
    columns: COLUMNS,
    page: async () => ({ items: pools, nextPageToken: null }),
    remark: {
      zh: '试算结果，不占用资源；配额不在其内。时间为北京时间。',
      en: 'A trial: nothing is taken, and quotas are not asked. Times are those of Beijing.',
    },
  })
}
