/** What security services cover: VPN accounts (R64), hosts with anti-virus (R67). See README.md. */
import type { Policy } from '../../platform/authz/index.ts'
import { protectionPolicy, vpnAccountPolicy } from './protection-policy.ts'

export { protectionHome } from './protection-home.ts'
export { protectionRoutes } from './protection-routes.ts'
export { vpnAccountClock } from './vpn/vpn-account-clock.ts'
export { vpnAccountNotices as protectionNotices } from './vpn/vpn-account-notices.ts'
export const protectionPolicies: readonly Policy[] = [vpnAccountPolicy, protectionPolicy]
