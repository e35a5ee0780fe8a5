import type { RequestKind, RequestPurpose, RequestState, Text } from '@yunheng/contract'
import type { Ctx } from '../../platform/context.ts'
import type { Download } from '../../platform/http/index.ts'
import { exportList, type Language, type ListColumn } from '../../platform/xlsx/index.ts'
import { listRequests, type RequestFilter, type RequestRow } from './request-store.ts'
import { viewerOf } from './viewer.ts'

const STATE: Readonly<Record<RequestState, Text>> = {
  draft: { zh: '草稿', en: 'Draft' },
  'in-approval': { zh: '审批中', en: 'In approval' },
  returned: { zh: '已退回', en: 'Returned' },
  rejected: { zh: '未通过', en: 'Rejected' },
  withdrawn: { zh: '已撤回', en: 'Withdrawn' },
  approved: { zh: '已批准，待分配', en: 'Waits for room' },
  provisioning: { zh: '开通中', en: 'Provisioning' },
  'partly-delivered': { zh: '部分交付', en: 'Partly delivered' },
  delivered: { zh: '已交付，待确认', en: 'To be confirmed' },
  completed: { zh: '已完成', en: 'Completed' },
  cancelled: { zh: '已取消', en: 'Cancelled' },
}
const KIND: Readonly<Record<RequestKind, Text>> = {
  new: { zh: '新增', en: 'New' },
  change: { zh: '变更', en: 'Change' },
  renew: { zh: '续期', en: 'Renewal' },
  release: { zh: '释放', en: 'Release' },
}
const PURPOSE: Readonly<Record<RequestPurpose, Text>> = {
  formal: { zh: '正式', en: 'Formal use' },
  test: { zh: '测试', en: 'Test' },
  emergency: { zh: '应急', en: 'Emergency' },
}

const COLUMNS: readonly ListColumn<RequestRow>[] = [
  { title: { zh: '申请编号', en: 'Number' }, kind: 'text', width: 18, value: (row) => row.no },
  { title: { zh: '状态', en: 'State' }, kind: 'text', value: (row) => STATE[row.state] },
  {
    title: { zh: '类别', en: 'Kind' },
    kind: 'text',
    width: 8,
    value: (row) => KIND[row.kind],
  },
  {
    title: { zh: '用途', en: 'Purpose' },
    kind: 'text',
    width: 8,
    value: (row) => PURPOSE[row.purpose],
  },
  { title: { zh: '标题', en: 'Title' }, kind: 'text', width: 36, value: (row) => row.title },
  { title: { zh: '申请单位', en: 'Body' }, kind: 'text', width: 24, value: (row) => row.body_name },
  { title: { zh: '系统编码', en: 'System code' }, kind: 'text', value: (row) => row.system_code },
  { title: { zh: '信息系统', en: 'System' }, kind: 'text', width: 28, value: (row) => row.system_name },
  {
    title: { zh: '内容', en: 'Content' },
    kind: 'text',
    width: 36,
    value: (row) => ({ zh: row.summary_zh, en: row.summary_en }),
  },
  { title: { zh: 'vCPU', en: 'vCPU' }, kind: 'number', width: 8, value: (row) => Number(row.vcpus) },
  {
    title: { zh: '内存（GiB）', en: 'Memory (GiB)' },
    kind: 'number',
    value: (row) => Number(row.memory_mib) / 1024,
  },
  {
    title: { zh: '存储（GiB）', en: 'Storage (GiB)' },
    kind: 'number',
    value: (row) => Number(row.storage_gib),
  },
  {
    title: { zh: '估算费用（元）', en: 'Estimated cost (yuan)' },
    kind: 'money',
    value: (row) => (row.cost_minor === null ? null : Number(row.cost_minor)),
  },
  { title: { zh: '申请人', en: 'Applicant' }, kind: 'text', value: (row) => row.applicant_name },
  {
    title: { zh: '提交时间', en: 'Submitted' },
    kind: 'instant',
    width: 18,
    value: (row) => row.submitted_at,
  },
  { title: { zh: '审批完成', en: 'Decided' }, kind: 'instant', width: 18, value: (row) => row.decided_at },
  {
    title: { zh: '交付时间', en: 'Delivered' },
    kind: 'instant',
    width: 18,
    value: (row) => row.delivered_at,
  },
  {
    title: { zh: '办结时间', en: 'Completed' },
    kind: 'instant',
    width: 18,
    value: (row) => row.completed_at,
  },
]

/** What the list shows, as a workbook: the same filter, the same sight. */
export async function exportRequests(
  ctx: Ctx,
  { language = 'zh', ...filter }: RequestFilter & { readonly mine?: boolean; readonly language?: Language },
): Promise<Download> {
  const db = ctx.authz.require(ctx, 'list', 'request')
  const viewer = viewerOf(ctx)
  return exportList(ctx, {
    noun: 'request',
    name: { zh: '申请', en: 'Requests' },
    language,
    filter,
    columns: COLUMNS,
    page: (page) => listRequests(db, filter, viewer, page, (row) => row),
    remark: {
      zh: '估算费用按提交时的价格版本计算；时间为北京时间。',
      en: 'Costs by the prices at submission; times are those of Beijing.',
    },
  })
}
