import type {
  FilingState,
  ProjectFilingSummary,
  projectFilingOperations,
  QueryOf,
  Text,
} from '@yunheng/contract'
import type { Ctx } from '../../platform/context.ts'
import type { Download } from '../../platform/http/index.ts'
import { exportList, type ListColumn } from '../../platform/xlsx/index.ts'
import { listFilings } from './filing-store.ts'
import { toSummary } from './filing-view.ts'

const STATE: Readonly<Record<FilingState, Text>> = {
  draft: { zh: '草稿', en: 'Draft' },
  submitted: { zh: '待审', en: 'Submitted' },
  accepted: { zh: '同意', en: 'Accepted' },
  declined: { zh: '不同意', en: 'Declined' },
}
const NATURE = {
  new: { zh: '新建', en: 'New' },
  continued: { zh: '续建', en: 'Continued' },
  rebuilt: { zh: '改建', en: 'Rebuilt' },
} as const
const CONNECTION = {
  lease: { zh: '租赁接入', en: 'By lease' },
  exempt: { zh: '豁免', en: 'Exempt' },
} as const
const GROUND = {
  individual: { zh: '个性化服务', en: 'Individual service' },
  'high-secrecy': { zh: '保密要求较高', en: 'High secrecy' },
} as const

const COLUMNS: readonly ListColumn<ProjectFilingSummary>[] = [
  { title: { zh: '编号', en: 'No.' }, kind: 'text', width: 16, value: (row) => row.no },
  { title: { zh: '状态', en: 'State' }, kind: 'text', value: (row) => STATE[row.state] },
  { title: { zh: '项目', en: 'Project' }, kind: 'text', width: 36, value: (row) => row.name },
  { title: { zh: '申报单位', en: 'Body' }, kind: 'text', width: 28, value: (row) => row.body.name },
  { title: { zh: '性质', en: 'Nature' }, kind: 'text', value: (row) => NATURE[row.nature] },
  { title: { zh: '接入方式', en: 'Connection' }, kind: 'text', value: (row) => CONNECTION[row.connection] },
  {
    title: { zh: '豁免情形', en: 'Ground of exemption' },
    kind: 'text',
    value: (row) => row.exemption && GROUND[row.exemption.ground],
  },
  {
    title: { zh: '豁免理由', en: 'Reason' },
    kind: 'text',
    width: 36,
    value: (row) => row.exemption?.reason ?? null,
  },
  {
    title: { zh: '豁免文件', en: 'Document' },
    kind: 'text',
    width: 28,
    value: (row) => row.exemption?.document ?? null,
  },
  { title: { zh: '提交时间', en: 'Submitted' }, kind: 'instant', width: 18, value: (row) => row.submittedAt },
  { title: { zh: '办结时间', en: 'Decided' }, kind: 'instant', width: 18, value: (row) => row.decidedAt },
]

/** The filings as a workbook, with the list's filters and within its sight. */
export async function exportFilings(
  ctx: Ctx,
  { language = 'zh', ...filter }: QueryOf<typeof projectFilingOperations.export>,
): Promise<Download> {
  const db = ctx.authz.require(ctx, 'list', 'project-filing')
  return exportList(ctx, {
    noun: 'project-filing',
    name: { zh: '项目申报', en: 'Project filings' },
    language,
    filter,
    columns: COLUMNS,
    page: (page) => listFilings(db, filter, page, toSummary),
  })
}
