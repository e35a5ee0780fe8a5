import type {
  QueryOf,
  ServiceContract,
  ServiceContractState,
  serviceContractOperations,
  Text,
} from '@yunheng/contract'
import type { Ctx } from '../../platform/context.ts'
import type { Download } from '../../platform/http/index.ts'
import { dayInChina } from '../../platform/worktime/index.ts'
import { exportList, type ListColumn } from '../../platform/xlsx/index.ts'
import { listContracts } from './contract-store.ts'
import { toContract } from './contract-view.ts'
import { contractRules } from './rules-of-contract.ts'

const STATE: Readonly<Record<ServiceContractState, Text>> = {
  pending: { zh: '未开始', en: 'Not begun' },
  running: { zh: '履行中', en: 'Running' },
  ended: { zh: '已到期', en: 'Ended' },
  terminated: { zh: '已终止', en: 'Terminated' },
}
const KIND = {
  lease: { zh: '政务云租用', en: 'Lease of the government cloud' },
  'own-cloud-lease': { zh: '自行租用云', en: 'A cloud of its own' },
} as const
const RAISED = { zh: '已下达', en: 'Raised' }
const HANDLED = { zh: '已办理', en: 'Handled' }

const COLUMNS: readonly ListColumn<ServiceContract>[] = [
  { title: { zh: '状态', en: 'State' }, kind: 'text', value: (row) => STATE[row.state] },
  { title: { zh: '合同类型', en: 'Kind' }, kind: 'text', value: (row) => KIND[row.kind] },
  { title: { zh: '合同编号', en: 'No.' }, kind: 'text', width: 20, value: (row) => row.no },
  { title: { zh: '合同名称', en: 'Name' }, kind: 'text', width: 36, value: (row) => row.name },
  { title: { zh: '单位', en: 'Body' }, kind: 'text', width: 28, value: (row) => row.body.name },
  { title: { zh: '服务商', en: 'Provider' }, kind: 'text', width: 28, value: (row) => row.provider.name },
  {
    title: { zh: '项目申报', en: 'Project' },
    kind: 'text',
    width: 16,
    value: (row) => row.filing?.no ?? null,
  },
  { title: { zh: '起始日期', en: 'From' }, kind: 'text', width: 12, value: (row) => row.startsOn },
  { title: { zh: '到期日期', en: 'Until' }, kind: 'text', width: 12, value: (row) => row.endsOn },
  {
    title: { zh: '不再续租，迁移', en: 'Do not renew, migrate' },
    kind: 'text',
    value: ({ migrateTask }) => migrateTask && (migrateTask.handledAt === null ? RAISED : HANDLED),
  },
]

/** The register as a workbook, with the list's filters and within its sight. */
export async function exportContracts(
  ctx: Ctx,
  { language = 'zh', ...filter }: QueryOf<typeof serviceContractOperations.export>,
): Promise<Download> {
  const db = ctx.authz.require(ctx, 'list', 'service-contract')
  const today = dayInChina(ctx.clock.now())
  const rules = await contractRules(db, today, null)
  return exportList(ctx, {
    noun: 'service-contract',
    name: { zh: '租用合同', en: 'Contracts' },
    language,
    filter,
    columns: COLUMNS,
    page: (page) => listContracts(db, { ...filter, today }, page, (row) => toContract(ctx, row, rules)),
  })
}
