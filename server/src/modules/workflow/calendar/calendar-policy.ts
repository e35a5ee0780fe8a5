import { ROLES } from '@yunheng/contract'
import type { Policy } from '../../../platform/authz/index.ts'

/** Everybody may see what a working day is; the system administrator keeps it. */
export const calendarPolicy: Policy = {
  noun: 'calendar',
  allow: { view: ROLES, list: ROLES, modify: ['system-admin'] },
}
