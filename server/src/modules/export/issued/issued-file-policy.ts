import { ROLES } from '@yunheng/contract'
import type { Policy } from '../../../platform/authz/index.ts'

/**
 * Whoever has a file may ask whether it is the platform's; what he is told of it is another matter (`check-file.ts`). The register of all that
 * went out is for those who read the trail (R275).
 */
export const issuedFilePolicy: Policy = {
  noun: 'issued-file',
  allow: {
    view: ROLES,
    list: [
      'audit-admin',
      'regulator-bureau',
      'regulator-centre',
      'department-admin',
      'provider-admin',
      'guide',
    ],
  },
}
