/** What is, and the steps that lead from it to what should be. */
import type { ExternalId, ResourceKind } from './kinds.ts'
import type { Listener, SecurityRule, Spec } from './spec.ts'

/**
 * Where a resource stands, in our words; each connector maps its cloud's states in one table.
 * `building`, `changing`, `removing`: the cloud is at work, look again. `needs-confirm`: a resize waits for `confirm-resize`.
 */
export type ObservedState =
  | 'building'
  | 'ready'
  | 'changing'
  | 'needs-confirm'
  | 'removing'
  | 'error'
  | 'unknown'

/** What is, as the cloud said it at `observedAt`. */
export interface Observed {
  readonly kind: ResourceKind
  readonly externalId: ExternalId
  /** Resource id out of the tag `yunheng:resource=<id>`; null when it carries none (unmanaged). */
  readonly resourceId: string | null
  /** External id of the project it lives in; null for projects themselves. */
  readonly projectRef: ExternalId | null
  readonly name: string
  readonly state: ObservedState
  /** The cloud's own word for its state, for people. */
  readonly nativeState: string
  /** The observed counterpart of the spec: only what the cloud told, never what was asked. */
  readonly spec: Partial<Spec> & { readonly kind: ResourceKind }
  /**
   * Facts that are only observed: addresses, host, device path. JSON values. These keys have a meaning for every cloud:
   * - `addresses`: strings, of servers, floating IPs and load balancers;
   * - `host`: of servers, the external id of the host they stand on, in clouds that know the step `migrate`;
   * - `vni`: of networks that an overlay keeps apart, the number that it gave them (R62);
   * - `cannot`: steps that the cloud can do to others of the kind, and not to this one;
   * - `usedElsewhere`: of a project that carries no tag of ours here, other parts of the cloud (regions) in which it is
   *   somebody's; given back here it is gone for us, though it stands;
   * - `duplicates`: external ids that carry the same tag, when a lost answer made a second one; the oldest is the one observed.
   */
  readonly attributes: Readonly<Record<string, unknown>>
  /** The cloud's words when `state` is error. */
  readonly fault: string | null
  readonly createdAt: Date | null
}

/**
 * One step on an existing resource. Each is idempotent, and may be asked again as long as its effect is not observed.
 * `conflict` when the resource is in the middle of something else.
 */
export type Change =
  | {
      readonly type: 'resize'
      readonly vcpus: number
      readonly memoryMiB: number
      readonly rootDiskGiB: number
    }
  | { readonly type: 'confirm-resize' }
  /** Back to the size before, while a resize waits to be confirmed. */
  | { readonly type: 'revert-resize' }
  /** Into a system of the cloud's own beside the server's, to mend it from there; and back. */
  | { readonly type: 'rescue'; readonly on: boolean }
  /** The system disk made anew from the image; asked for by generation, like a reboot. */
  | { readonly type: 'rebuild'; readonly generation: number; readonly image: string }
  | { readonly type: 'power'; readonly power: 'on' | 'off' }
  | { readonly type: 'reboot'; readonly generation: number }
  | { readonly type: 'rename'; readonly name: string }
  | { readonly type: 'extend'; readonly sizeGiB: number }
  /** What a bucket may hold at most; less than it holds already lets nothing more in. */
  | { readonly type: 'quota'; readonly quotaGiB: number }
  | { readonly type: 'attach'; readonly serverRef: ExternalId }
  | { readonly type: 'detach' }
  | { readonly type: 'rules'; readonly rules: readonly SecurityRule[] }
  | { readonly type: 'subnets'; readonly subnetRefs: readonly ExternalId[] }
  | { readonly type: 'gateway'; readonly externalNetwork: string | null }
  /** The whole set of a load balancer. A cloud that takes its parts one by one is asked again until all is seen. */
  | { readonly type: 'listeners'; readonly listeners: readonly Listener[] }
  /** To another host of its zone while it runs; `attributes.host` then says where it stands. */
  | { readonly type: 'migrate'; readonly hostRef: ExternalId }
  | { readonly type: 'security-groups'; readonly securityGroupRefs: readonly ExternalId[] }
