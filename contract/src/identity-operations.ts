/** Operations on sessions, one's own account, other people's accounts, certificates and API tokens. */
import { accountOperations } from './account-operations.ts'
import { certificateOperations, tokenOperations } from './credential-operations.ts'
import { ownAccountOperations } from './own-account-operations.ts'
import { sessionOperations } from './session-operations.ts'

export const identityOperations = {
  session: sessionOperations,
  ownAccount: ownAccountOperations,
  account: accountOperations,
  token: tokenOperations,
  certificate: certificateOperations,
} as const
