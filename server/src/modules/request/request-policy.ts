import { ROLES, type Role } from '@yunheng/contract'
import type { Policy } from '../../platform/authz/index.ts'

const DEPARTMENT = ['department-admin', 'department-applicant'] as const
/** Everybody but the three administrators, who do not read business data (三员分立); the auditor of the guides does. */
const READERS = ROLES.filter(
  (role) => role !== 'system-admin' && role !== 'security-admin' && role !== 'audit-admin',
) as readonly Role[]

export const requestPolicy: Policy = {
  noun: 'request',
  allow: {
    view: READERS,
    list: READERS,
    create: DEPARTMENT,
    modify: DEPARTMENT,
    delete: DEPARTMENT,
    operate: DEPARTMENT,
    // Decisions are tasks of the flow; this is for allotting what was approved (R43, R117).
    approve: ['regulator-centre'],
  },
}

export const requestTemplatePolicy: Policy = {
  noun: 'request-template',
  allow: {
    view: READERS,
    list: READERS,
    create: [...DEPARTMENT, 'regulator-centre'],
    modify: [...DEPARTMENT, 'regulator-centre'],
    delete: [...DEPARTMENT, 'regulator-centre'],
  },
}
