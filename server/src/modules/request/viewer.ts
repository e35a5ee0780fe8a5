import { roles } from '@yunheng/contract'
import type { Ctx } from '../../platform/context.ts'
import type { Owned } from './request.ts'
import type { RequestRow, Viewer } from './request-store.ts'

export function viewerOf(ctx: Ctx): Viewer {
  const { actor } = ctx
  if (actor.kind !== 'person') return { personId: null, seesDrafts: actor.kind === 'system' }
  const side = actor.post === null ? null : roles[actor.post.role].side
  return { personId: actor.personId, seesDrafts: side === 'department' }
}

export function ownedOf(row: RequestRow): Owned {
  return { state: row.state, applicantId: row.applicant_id, bodyId: row.body_id, kind: row.kind }
}
