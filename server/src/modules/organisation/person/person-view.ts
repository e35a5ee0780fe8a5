import type { Person } from '@yunheng/contract'
import type { Ctx } from '../../../platform/context.ts'
import { refuseChange, refuseDeactivate } from './person.ts'
import type { PersonRow } from './person-store.ts'

export function toPerson(ctx: Ctx, row: PersonRow): Person {
  const { authz, actor } = ctx
  return {
    id: row.id,
    bodyId: row.body_id,
    bodyName: row.body_name,
    name: row.name,
    phone: row.phone,
    email: row.email,
    deactivatedAt: row.deactivated_at?.toISOString() ?? null,
    version: row.version,
    createdAt: row.created_at.toISOString(),
    actions: {
      modify: authz.allowance(actor, 'modify', 'person', refuseChange(row)),
      deactivate: authz.allowance(actor, 'delete', 'person', refuseDeactivate(row, actor)),
      'grant-post': authz.allowance(actor, 'manage-access', 'post', refuseDeactivate(row, actor)),
    },
  }
}
