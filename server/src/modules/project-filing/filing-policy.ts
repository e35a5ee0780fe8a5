import type { Policy } from '../../platform/authz/index.ts'

const READERS = [
  'regulator-bureau',
  'regulator-centre',
  'department-admin',
  'department-approver',
  'department-applicant',
  'operations-engineer',
  'guide',
] as const
/** Bodies file for themselves; the centre owns systems as well. */
const FILERS = ['department-admin', 'department-applicant', 'regulator-centre'] as const

/** The bureau decides by the rules it makes (R43): whoever files does not decide. */
export const filingPolicy: Policy = {
  noun: 'project-filing',
  allow: {
    view: READERS,
    list: READERS,
    create: FILERS,
    modify: FILERS,
    approve: ['regulator-bureau'],
  },
}
