import { projectApprovalOperations as approvals, projectFilingOperations as filings } from '@yunheng/contract'
import { dayInChina } from '../platform/worktime/index.ts'
import { idOf, type Province } from './load-organisation.ts'
import type { Stage } from './stage.ts'

const yuan = (amount: number) => ({ amountMinor: amount * 100, currency: 'CNY' as const })

/** A project from its filing to the approval of its system: budget and spending meet under its number (R112, R276). */
export async function loadProject(
  stage: Stage,
  province: Province,
  systemId: string,
  today: Date,
): Promise<void> {
  const drafted = await stage.act('resources-admin', filings.create, {
    body: {
      bodyId: idOf(province.bodies, 'resources'),
      name: '不动产登记平台续建',
      nature: 'continued',
      summary: '续建登记业务与对外查询，算力与存储全部租用政务云。',
      connection: 'lease',
      exemption: null,
      items: [
        { kind: 'software', name: '登记业务软件开发', cost: yuan(680_000), stateRequirement: null },
        { kind: 'cloud-lease', name: '政务云资源租用（三年）', cost: yuan(240_000), stateRequirement: null },
      ],
    },
  })
  const submitted = await stage.act('resources-admin', filings.submit, {
    params: { id: drafted.id },
    body: { version: drafted.version },
  })
  await stage.act('bureau', filings.accept, {
    params: { id: drafted.id },
    body: { version: submitted.version, comment: '同意，以租赁方式接入政务云。' },
  })
  const day = dayInChina(today)
  await stage.act('centre', approvals.set, {
    params: { id: systemId },
    body: {
      version: null,
      filingId: drafted.id,
      approvalNo: `衡发改高技〔${day.slice(0, 4)}〕31号（样例）`,
      approvedOn: day,
      approvedBy: '衡川省发展和改革委员会',
      amounts: { vcpus: 256, memoryMiB: 1024 * 1024, storageGiB: 40_960, floatingIps: 16, cards: 8 },
      note: '',
    },
  })
}
