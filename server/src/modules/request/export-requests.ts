import type { RequestKind, RequestPurpose, RequestState } from '@yunheng/contract'
import type { Ctx } from '../../platform/context.ts'
import type { Download } from '../../platform/http/index.ts'
import { exportList, type ListColumn } from '../../platform/xlsx/index.ts'
import { listRequests, type RequestFilter, type RequestRow } from './request-store.ts'
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

/** These columns are Chinese in either language: the form of the ledger is. */
const both = (text: string) => ({ zh: text, en: text })

const COLUMNS: readonly ListColumn<RequestRow>[] = [
  { title: both('申请编号'), kind: 'text', width: 18, value: (row) => row.no },
  { title: both('状态'), kind: 'text', value: (row) => STATE[row.state] },
  { title: both('类别'), kind: 'text', width: 8, value: (row) => KIND[row.kind] },
  { title: both('用途'), kind: 'text', width: 8, value: (row) => PURPOSE[row.purpose] },
  { title: both('标题'), kind: 'text', width: 36, value: (row) => row.title },
  { title: both('申请单位'), kind: 'text', width: 24, value: (row) => row.body_name },
  { title: both('系统编码'), kind: 'text', value: (row) => row.system_code },
  { title: both('信息系统'), kind: 'text', width: 28, value: (row) => row.system_name },
  { title: both('内容'), kind: 'text', width: 36, value: (row) => row.summary_zh },
  { title: both('vCPU'), kind: 'number', width: 8, value: (row) => Number(row.vcpus) },
  { title: both('内存（GiB）'), kind: 'number', value: (row) => Number(row.memory_mib) / 1024 },
  { title: both('存储（GiB）'), kind: 'number', value: (row) => Number(row.storage_gib) },
  {
    title: both('估算费用（元）'),
    kind: 'money',
    value: (row) => (row.cost_minor === null ? null : Number(row.cost_minor)),
  },
  { title: both('申请人'), kind: 'text', value: (row) => row.applicant_name },
  { title: both('提交时间'), kind: 'instant', width: 18, value: (row) => row.submitted_at },
  { title: both('审批完成'), kind: 'instant', width: 18, value: (row) => row.decided_at },
  { title: both('交付时间'), kind: 'instant', width: 18, value: (row) => row.delivered_at },
  { title: both('办结时间'), kind: 'instant', width: 18, value: (row) => row.completed_at },
]

/** What the list shows, as a workbook: the same filter, the same sight. */
export async function exportRequests(
  ctx: Ctx,
  filter: RequestFilter & { readonly mine?: boolean },
): Promise<Download> {
  const db = ctx.authz.require(ctx, 'list', 'request')
  const viewer = viewerOf(ctx)
  return exportList(ctx, {
    noun: 'request',
    name: { zh: '申请', en: 'Requests' },
    language: 'zh',
    filter: { ...filter },
    columns: COLUMNS,
    page: (page) => listRequests(db, filter, viewer, page, (row) => row),
    remark: {
      zh: '估算费用按提交时的价格版本计算；时间为北京时间。',
      en: 'Costs by the prices at submission; times are those of Beijing.',
    },
  })
}
