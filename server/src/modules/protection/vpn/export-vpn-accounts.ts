import type { protectionOperations, QueryOf, Text, VpnAccount, VpnAccountState } from '@yunheng/contract'
import type { Ctx } from '../../../platform/context.ts'
import type { Download } from '../../../platform/http/index.ts'
import { exportList, type ListColumn } from '../../../platform/xlsx/index.ts'
import { listAccounts } from './vpn-account-store.ts'
import { daysOf, toVpnAccount } from './vpn-account-view.ts'

const STATE: Readonly<Record<VpnAccountState, Text>> = {
  active: { zh: '有效', en: 'Active' },
  expiring: { zh: '即将到期', en: 'Ends soon' },
  expired: { zh: '已到期', en: 'Expired' },
  revoked: { zh: '已注销', en: 'Revoked' },
}

const COLUMNS: readonly ListColumn<VpnAccount>[] = [
  { title: { zh: '状态', en: 'State' }, kind: 'text', value: (row) => STATE[row.state] },
  { title: { zh: '账号', en: 'Account' }, kind: 'text', width: 24, value: (row) => row.account },
  { title: { zh: '责任人', en: 'Owner' }, kind: 'text', width: 18, value: (row) => row.owner },
  { title: { zh: '单位', en: 'Body' }, kind: 'text', width: 24, value: (row) => row.body.name },
  { title: { zh: '信息系统', en: 'System' }, kind: 'text', width: 28, value: (row) => row.system.name },
  { title: { zh: '服务商', en: 'Provider' }, kind: 'text', width: 24, value: (row) => row.provider.name },
  { title: { zh: 'VPN 服务', en: 'VPN' }, kind: 'text', width: 24, value: (row) => row.resource.name },
  { title: { zh: '开通日期', en: 'Opened on' }, kind: 'text', value: (row) => row.openedOn },
  { title: { zh: '到期日', en: 'Last day' }, kind: 'text', value: (row) => row.expiresOn },
  { title: { zh: '登记人', en: 'Entered by' }, kind: 'text', value: (row) => row.openedBy },
  { title: { zh: '注销时间', en: 'Revoked' }, kind: 'instant', width: 18, value: (row) => row.revokedAt },
  { title: { zh: '注销原因', en: 'Why revoked' }, kind: 'text', width: 28, value: (row) => row.revokeReason },
]

/** The register as a workbook, with its filters and within its sight (R64). */
export async function exportVpnAccounts(
  ctx: Ctx,
  { language = 'zh', ...filter }: QueryOf<typeof protectionOperations.exportVpnAccounts>,
): Promise<Download> {
  const db = ctx.authz.require(ctx, 'list', 'vpn-account')
  const days = await daysOf(ctx, db)
  return exportList(ctx, {
    noun: 'vpn-account',
    name: { zh: 'VPN 账号台账', en: 'VPN accounts' },
    language,
    filter,
    columns: COLUMNS,
    page: (page) => listAccounts(db, filter, page, days, (row) => toVpnAccount(ctx, row, days)),
  })
}
