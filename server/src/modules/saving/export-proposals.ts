import type {
  QueryOf,
  SavingEvidence,
  SavingFigure,
  SavingProposal,
  SavingRule,
  savingOperations,
  Text,
} from '@yunheng/contract'
import type { Ctx } from '../../platform/context.ts'
import type { Download } from '../../platform/http/index.ts'
import { exportList, type ListColumn } from '../../platform/xlsx/index.ts'
import { listProposals } from './proposal-store.ts'
import { toProposal } from './proposal-view.ts'

export const RULE_WORDS: Readonly<Record<SavingRule, Text>> = {
  expired: { zh: '到期未退还', en: 'Not given back after its term' },
  stopped: { zh: '长期关机', en: 'Switched off for long' },
  idle: { zh: '闲置', en: 'Idle' },
  oversized: { zh: '规格偏大', en: 'Oversized' },
  orphan: { zh: '未挂载或未绑定', en: 'Used by nothing' },
  undersized: { zh: '规格偏小', en: 'Undersized' },
}
const KIND: Readonly<Record<SavingProposal['kind'], Text>> = {
  server: { zh: '云主机', en: 'Server' },
  volume: { zh: '云硬盘', en: 'Volume' },
  'floating-ip': { zh: '公网地址', en: 'Public address' },
}
const FIGURE: Readonly<Record<SavingFigure, Text>> = {
  'cpu-mean': { zh: 'CPU 均值（%）', en: 'CPU mean (%)' },
  'cpu-p95': { zh: 'CPU P95（%）', en: 'CPU P95 (%)' },
  'memory-mean': { zh: '内存均值（%）', en: 'Memory mean (%)' },
  'disk-mean': { zh: '磁盘已用均值（%）', en: 'Disk filled, mean (%)' },
  'network-mean': { zh: '网络均值（KiB/秒）', en: 'Network mean (KiB/s)' },
  'days-stopped': { zh: '关机天数', en: 'Days switched off' },
  'days-unused': { zh: '未使用天数', en: 'Days unused' },
  'days-since-end': { zh: '到期后天数', en: 'Days since its end' },
}
const SIGN = { below: '<', 'at-most': '≤', above: '>' } as const

const GIB = 1024
const FEN = 100

const sizeText = (size: SavingProposal['size']): Text | null =>
  size && {
    zh: `${size.vcpus} 核 ${size.memoryMiB / GIB} GiB`,
    en: `${size.vcpus} cores, ${size.memoryMiB / GIB} GiB`,
  }

const evidenceText = (evidence: readonly SavingEvidence[]): Text => {
  const line = ({ figure, from, to, value, relation, limit }: SavingEvidence, language: 'zh' | 'en') =>
    `${from}~${to} ${FIGURE[figure][language]} ${value} ${SIGN[relation]} ${limit}`
  return {
    zh: evidence.map((one) => line(one, 'zh')).join('；'),
    en: evidence.map((one) => line(one, 'en')).join('; '),
  }
}

const UNPRICED: Text = { zh: '无价格', en: 'no price' }

const COLUMNS: readonly ListColumn<SavingProposal>[] = [
  { title: { zh: '建议', en: 'Proposal' }, kind: 'text', width: 16, value: (row) => RULE_WORDS[row.rule] },
  { title: { zh: '资源', en: 'Resource' }, kind: 'text', width: 28, value: (row) => row.resource.name },
  { title: { zh: '类型', en: 'Kind' }, kind: 'text', value: (row) => KIND[row.kind] },
  { title: { zh: '信息系统', en: 'System' }, kind: 'text', width: 28, value: (row) => row.system.name },
  { title: { zh: '单位', en: 'Body' }, kind: 'text', width: 24, value: (row) => row.body.name },
  { title: { zh: '服务商', en: 'Provider' }, kind: 'text', width: 24, value: (row) => row.provider.name },
  { title: { zh: '现规格', en: 'Size' }, kind: 'text', width: 16, value: (row) => sizeText(row.size) },
  {
    title: { zh: '建议规格', en: 'Proposed size' },
    kind: 'text',
    width: 16,
    value: (row) => sizeText(row.proposedSize),
  },
  {
    title: { zh: '每月可节约（元，目录价）', en: 'Saved a month (yuan, list price)' },
    kind: 'number',
    width: 18,
    value: (row) => (row.saving === null ? null : row.saving.amountMinor / FEN),
  },
  {
    title: { zh: '价格', en: 'Price' },
    kind: 'text',
    value: (row) => (row.saving === null ? UNPRICED : null),
  },
  { title: { zh: '可节约 vCPU', en: 'vCPU saved' }, kind: 'number', value: (row) => row.savedVcpus },
  {
    title: { zh: '可节约内存（GiB）', en: 'Memory saved (GiB)' },
    kind: 'number',
    value: (row) => row.savedMemoryMiB / GIB,
  },
  {
    title: { zh: '可节约存储（GiB）', en: 'Storage saved (GiB)' },
    kind: 'number',
    value: (row) => row.savedStorageGiB,
  },
  {
    title: { zh: '依据', en: 'Evidence' },
    kind: 'text',
    width: 60,
    value: (row) => evidenceText(row.evidence),
  },
  { title: { zh: '首次发现', en: 'First found' }, kind: 'text', width: 12, value: (row) => row.foundOn },
  { title: { zh: '评估日', en: 'Judged on' }, kind: 'text', width: 12, value: (row) => row.judgedOn },
  { title: { zh: '规则版本', en: 'Rules' }, kind: 'number', value: (row) => row.ruleSet.number },
]

/** The monthly optimisation list with cores and yuan (R128), as the list shows it. */
export async function exportProposals(
  ctx: Ctx,
  { language = 'zh', ...filter }: QueryOf<typeof savingOperations.exportProposals>,
): Promise<Download> {
  const db = ctx.authz.require(ctx, 'list', 'saving-proposal')
  return exportList(ctx, {
    noun: 'saving-proposal',
    name: { zh: '节约建议', en: 'Saving proposals' },
    language,
    filter,
    columns: COLUMNS,
    page: (page) => listProposals(db, filter, page, (row) => toProposal(ctx, row)),
  })
}
