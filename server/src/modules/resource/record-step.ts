import type { Ctx } from '../../platform/context.ts'
import type { Tx } from '../../platform/db/index.ts'
import type { ResourceRow } from './resource.ts'

/**
 * Steps in the life of a resource that follow from a decision or from what a cloud did, and so belong to no person's call:
 * each is an act of the platform in the trail, beside those of people (R8).
 */
type Step =
  | 'resource.intended'
  | 'resource.provisioned'
  | 'resource.settled'
  | 'resource.given-back'
  | 'resource.released'

export async function recordStep(
  tx: Tx,
  ctx: Ctx,
  row: Pick<ResourceRow, 'id' | 'name' | 'kind' | 'body_id' | 'system_id' | 'cloud_id'>,
  act: Step,
): Promise<void> {
  const { id, name, kind, system_id: systemId, cloud_id: cloudId } = row
  await ctx.audit(tx, {
    act,
    noun: 'resource',
    objectId: id,
    label: name,
    bodyId: row.body_id,
    after: { kind, systemId, cloudId },
  })
}
