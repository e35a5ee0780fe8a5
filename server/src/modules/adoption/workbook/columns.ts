/** The workbook that is downloaded, filled in and uploaded: the same columns both ways. */
import type { AdoptionItem, Text } from '@yunheng/contract'
import { RESOURCE_KIND_WORDS } from '../../resource/index.ts'

export interface WorkbookColumn {
  readonly key: string
  readonly title: Text
  readonly width: number
  value(item: AdoptionItem): string | Text
}

export const COLUMNS: readonly WorkbookColumn[] = [
  { key: 'id', title: { zh: '编号（勿改）', en: 'Id (do not change)' }, width: 38, value: (item) => item.id },
  {
    key: 'kind',
    title: { zh: '类别', en: 'Kind' },
    width: 12,
    value: (item) => RESOURCE_KIND_WORDS[item.kind],
  },
  { key: 'name', title: { zh: '名称', en: 'Name' }, width: 28, value: (item) => item.name },
  {
    key: 'project',
    title: { zh: '租户空间', en: 'Tenant space' },
    width: 24,
    value: (item) => item.projectName ?? '',
  },
  { key: 'size', title: { zh: '规格', en: 'Size' }, width: 24, value: (item) => item.size },
  {
    key: 'addresses',
    title: { zh: '地址', en: 'Addresses' },
    width: 20,
    value: (item) => item.addresses.join(' '),
  },
  {
    key: 'proposedBody',
    title: { zh: '建议单位', en: 'Proposed body' },
    width: 24,
    value: (item) => item.proposal?.body.name ?? '',
  },
  {
    key: 'reason',
    title: { zh: '依据', en: 'Because' },
    width: 40,
    value: (item) => item.proposal?.reason ?? '',
  },
  // Filled in already with what is proposed: what is right needs no work.
  {
    key: 'system',
    title: { zh: '系统编码（填写）', en: 'System code (fill in)' },
    width: 24,
    value: (item) => item.proposal?.system.code ?? '',
  },
  { key: 'body', title: { zh: '归属单位（可不填）', en: 'Body (optional)' }, width: 24, value: () => '' },
  // The same of the plan; what is changed here stands on the list.
  {
    key: 'plan',
    title: { zh: '计价规格（可改，“无”为不计价）', en: 'Plan it is priced by (may be changed; “none”)' },
    width: 32,
    value: ({ plan }) => (plan === null ? '' : `${plan.offeringCode}/${plan.code}`),
  },
  {
    key: 'planBecause',
    title: { zh: '规格依据', en: 'Why this plan' },
    width: 36,
    value: (item) => item.planBecause ?? '',
  },
]

export const ERROR_TITLE = { zh: '错误', en: 'Error' } as const
export const PLACE_OF = Object.fromEntries(COLUMNS.map(({ key }, place) => [key, place])) as Readonly<
  Record<string, number>
>
