import { type Role, roles, type Side } from '@yunheng/contract'
import { useSession } from './session.ts'

/** Which side of the table the acting post stands on: it decides home page and menu, never what is allowed. */
export function useSide(): Side | null {
  const role = useSession().actingPost?.role
  return role && role in roles ? roles[role as Role].side : null
}
