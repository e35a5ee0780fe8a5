import type { Policy } from '../../platform/authz/index.ts'

const readers = [
  'regulator-bureau',
  'regulator-centre',
  'department-admin',
  'department-approver',
  'department-applicant',
  'provider-admin',
  'provider-operator',
  'operations-engineer',
  'guide',
] as const

/**
 * A department runs what it was allotted (R41). The regulator sees everything and operates nothing (R39); it decides
 * about what was changed outside the platform. A provider sees what stands on its own clouds (R42), by its scope.
 */
export const resourcePolicy: Policy = {
  noun: 'resource',
  allow: {
    view: readers,
    list: readers,
    create: ['department-admin', 'department-applicant'],
    operate: ['department-admin', 'department-applicant'],
    approve: ['regulator-centre'],
  },
}
