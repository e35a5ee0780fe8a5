import type { Policy } from '../../../platform/authz/index.ts'

/** Who may be checked, and answers. */
const ANSWERERS = [
  'regulator-bureau',
  'regulator-centre',
  'department-admin',
  'department-applicant',
  'provider-admin',
  'provider-operator',
  'operations-engineer',
] as const
const READERS = [...ANSWERERS, 'department-approver', 'guide'] as const

/** A guide checks (R47); the body that was checked answers. Whose check it is, and whose answer, is a rule beside this. */
export const guideCheckPolicy: Policy = {
  noun: 'guide-check',
  allow: {
    view: READERS,
    list: READERS,
    create: ['guide'],
    modify: ['guide'],
    operate: [...ANSWERERS, 'guide'],
  },
}
