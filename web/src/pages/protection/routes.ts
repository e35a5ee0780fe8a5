import type { RouteRecord } from '../../routes.ts'

const texts = 'protection'

export const protectionRoutes: readonly RouteRecord[] = [
  { name: 'vpnAccounts', texts, page: () => import('./VpnAccountListPage.tsx') },
  { name: 'protection', texts, page: () => import('./ProtectionPage.tsx') },
]
