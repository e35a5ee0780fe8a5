import type { Policy } from '../authz/index.ts'

/**
 * Who reads the trail. The audit administrator sees all of it, and alone verifies and signs (三员分立: the system and
 * security administrators do not audit themselves). The others see what concerns the bodies within their reach (R47, R275).
 */
const READERS = [
  'audit-admin',
  'regulator-bureau',
  'regulator-centre',
  'department-admin',
  'provider-admin',
  'guide',
] as const

export const auditPolicy: Policy = {
  noun: 'audit',
  allow: { view: READERS, list: READERS, operate: ['audit-admin'] },
}
