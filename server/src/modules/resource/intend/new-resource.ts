import type { Amounts, ResourceKind } from '@yunheng/contract'
import type { Ctx } from '../../../platform/context.ts'
import { NOTHING } from '../amounts.ts'
import { type ResourceRow, searchTextOf } from '../resource.ts'
import type { NewResource } from '../resource-store.ts'

type Given = Pick<
  ResourceRow,
  | 'id'
  | 'name'
  | 'body_id'
  | 'system_id'
  | 'provider_body_id'
  | 'cloud_id'
  | 'pool_id'
  | 'network_zone'
  | 'project_id'
  | 'spec'
> &
  Partial<
    Pick<
      ResourceRow,
      | 'ground'
      | 'request_id'
      | 'request_line_id'
      | 'placement_id'
      | 'unit'
      | 'plan'
      | 'plan_since'
      | 'expires_at'
    >
  > & { readonly wanted?: Amounts }

/** A row as it begins: intended, and nothing known of it. `wanted` was promised by the claim. */
export function newResource(ctx: Ctx, given: Given): NewResource {
  const now = ctx.clock.now()
  const kind: ResourceKind = given.spec.kind
  return {
    ground: null,
    request_id: null,
    request_line_id: null,
    placement_id: null,
    unit: null,
    plan: null,
    plan_since: null,
    expires_at: null,
    ...given,
    kind,
    change_line_id: null,
    change_settled_at: null,
    created_by: ctx.actor.kind === 'nobody' ? '' : ctx.actor.name,
    created_at: now,
    presence: 'present',
    intended_at: now,
    cooling_until: null,
    external_id: null,
    observed_state: null,
    native_state: null,
    observed_spec: null,
    attributes: null,
    observed_at: null,
    asked_at: null,
    built_at: null,
    provisioned_at: null,
    released_at: null,
    state: 'waiting',
    agreement: 'changing',
    differences: [],
    conditions: [],
    wanted: given.wanted ?? NOTHING,
    reserved: given.wanted ?? NOTHING,
    allocated: NOTHING,
    search: searchTextOf({ name: given.name, external_id: null }, null),
    // The nudge comes first; this is for the nudge that was lost.
    look_at: new Date(now.getTime() + 30_000),
  }
}
