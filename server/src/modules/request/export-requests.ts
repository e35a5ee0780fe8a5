import type { RequestKind, RequestPurpose, RequestState } from '@yunheng/contract'
import type { Ctx } from '../../platform/context.ts'
import type { Download } from '../../platform/http/index.ts'
import { type Column, writeXlsx, XLSX_TYPE } from '../../platform/xlsx/index.ts'
import { dayOf } from './days.ts'
import { listRequests, type RequestFilter, type RequestRow, type Viewer } from './request-store.ts'
import { viewerOf } from './viewer.ts'

const STATE: Readonly<Record<RequestState, string>> = {
  draft: '草稿',
  'in-approval': '审批中',
  returned: '已退回',
  rejected: '未通过',
  withdrawn: '已撤回',
  approved: '已批准，待分配',
  provisioning: '开通中',
  'partly-delivered': '部分交付',
  delivered: '已交付，待确认',
  completed: '已完成',
  cancelled: '已取消',
}
const KIND: Readonly<Record<RequestKind, string>> = {
  new: '新增',
  change: '变更',
  renew: '续期',
  release: '释放',
}
const PURPOSE: Readonly<Record<RequestPurpose, string>> = { formal: '正式', test: '测试', emergency: '应急' }

const COLUMNS: readonly Column<RequestRow>[] = [
  { title: '申请编号', kind: 'text', width: 18, value: (row) => row.no },
  { title: '状态', kind: 'text', value: (row) => STATE[row.state] },
  { title: '类别', kind: 'text', width: 8, value: (row) => KIND[row.kind] },
  { title: '用途', kind: 'text', width: 8, value: (row) => PURPOSE[row.purpose] },
  { title: '标题', kind: 'text', width: 36, value: (row) => row.title },
  { title: '申请单位', kind: 'text', width: 24, value: (row) => row.body_name },
  { title: '系统编码', kind: 'text', value: (row) => row.system_code },
  { title: '信息系统', kind: 'text', width: 28, value: (row) => row.system_name },
  { title: '内容', kind: 'text', width: 36, value: (row) => row.summary_zh },
  { title: 'vCPU', kind: 'number', width: 8, value: (row) => Number(row.vcpus) },
  { title: '内存（GiB）', kind: 'number', value: (row) => Number(row.memory_mib) / 1024 },
  { title: '存储（GiB）', kind: 'number', value: (row) => Number(row.storage_gib) },
  {
    title: '估算费用（元）',
    kind: 'money',
    value: (row) => (row.cost_minor === null ? null : Number(row.cost_minor)),
  },
  { title: '申请人', kind: 'text', value: (row) => row.applicant_name },
  { title: '提交时间', kind: 'instant', width: 18, value: (row) => row.submitted_at },
  { title: '审批完成', kind: 'instant', width: 18, value: (row) => row.decided_at },
  { title: '交付时间', kind: 'instant', width: 18, value: (row) => row.delivered_at },
  { title: '办结时间', kind: 'instant', width: 18, value: (row) => row.completed_at },
]

const PAGE = 200

/** What the list shows, as a workbook: the same filter, the same sight. Exports count as acts (DESIGN §7). */
export async function exportRequests(
  ctx: Ctx,
  filter: RequestFilter & { readonly mine?: boolean },
): Promise<Download> {
  ctx.authz.require(ctx, 'list', 'request')
  await ctx.inTx((tx) =>
    ctx.audit(tx, {
      noun: 'request',
      objectId: null,
      bodyId: ctx.actor.kind === 'person' ? (ctx.actor.post?.bodyId ?? null) : null,
      after: { filter },
    }),
  )
  const now = ctx.clock.now()
  const who = ctx.actor.kind === 'person' ? `${ctx.actor.name}（${ctx.actor.post?.bodyName ?? ''}）` : ''
  const rows = allRequests(ctx, filter, viewerOf(ctx))
  return {
    fileName: `申请-${dayOf(now)}.xlsx`,
    contentType: XLSX_TYPE,
    content: writeXlsx({ name: '申请', columns: COLUMNS, rows }, [
      ['导出人', who],
      ['导出时间', now.toISOString()],
      ['筛选条件', JSON.stringify(filter)],
      ['说明', '估算费用按提交时的价格版本计算；时间为北京时间。'],
    ]),
  }
}

/** Page after page by key, so that a long export holds no cursor and no transaction open. */
async function* allRequests(
  ctx: Ctx,
  filter: RequestFilter & { readonly mine?: boolean },
  viewer: Viewer,
): AsyncGenerator<RequestRow> {
  let pageToken: string | undefined
  do {
    const page = await listRequests(
      ctx.db,
      filter,
      viewer,
      { pageSize: PAGE, ...(pageToken === undefined ? {} : { pageToken }) },
      (row) => row,
    )
    yield* page.items
    pageToken = page.nextPageToken ?? undefined
  } while (pageToken !== undefined)
}
