/** The role that is taken in tenants' projects. */
import { type Json, textAt } from './answer.ts'
import { refuse } from './fault.ts'

/** Clouds made before 2018 call the common role so. */
const OLD_MEMBER_ROLE = '_member_'

export function roleAmong(roles: readonly Json[], wanted: string): string {
  const role = [wanted, OLD_MEMBER_ROLE].flatMap((name) => roles.filter((one) => one.name === name))[0]
  if (!role) throw refuse('invalid', `the cloud has no role ${wanted}`)
  return textAt(role, 'id')
}
