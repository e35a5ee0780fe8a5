import type { Ctx } from '../../../platform/context.ts'
import { assert, refuse } from '../../../platform/errors.ts'
import type { ResourceRow } from '../resource.ts'
import { findResource } from '../resource-store.ts'
import { changeIntent } from './change-intent.ts'

/**
 * Start and stop: the power that should be. Asked for again, it is driven again (somebody stopped it from inside).
 * @param by what asks for it in a person's stead: its acts are `<by>.start` and `<by>.stop`, with what it says of itself.
 */
export async function powerServer(
  ctx: Ctx,
  id: string,
  version: number,
  power: 'on' | 'off',
  by?: { readonly act: string; readonly details: Readonly<Record<string, string>> },
): Promise<void> {
  const verb = power === 'on' ? 'start' : 'stop'
  await changeIntent(ctx, id, {
    verb,
    act: `${by?.act ?? 'resource'}.${verb}`,
    version,
    change: (row) => ({ spec: { ...serverOf(row), power } }),
    ...(by ? { details: by.details } : {}),
  })
}

/** One reboot more than was asked for so far. */
export async function rebootServer(ctx: Ctx, id: string, version: number): Promise<void> {
  await changeIntent(ctx, id, {
    verb: 'reboot',
    act: 'resource.reboot',
    version,
    change: (row) => {
      const spec = serverOf(row)
      return { spec: { ...spec, rebootGeneration: spec.rebootGeneration + 1 } }
    },
  })
}

/** Into the cloud's rescue system, or out of it. */
export async function rescueServer(ctx: Ctx, id: string, version: number, on: boolean): Promise<void> {
  const verb = on ? 'rescue' : 'unrescue'
  await changeIntent(ctx, id, {
    verb,
    act: `resource.${verb}`,
    version,
    change: (row) => ({ spec: { ...serverOf(row), isRescued: on } }),
  })
}

/** The system disk once more from the image, empty: a person has said why. */
export async function reinstallServer(ctx: Ctx, id: string, version: number, reason: string): Promise<void> {
  await changeIntent(ctx, id, {
    verb: 'reinstall',
    act: 'resource.reinstall',
    version,
    change: (row) => {
      const spec = serverOf(row)
      return { spec: { ...spec, rebuildGeneration: (spec.rebuildGeneration ?? 0) + 1 } }
    },
    details: { reason },
  })
}

/** @throws `resource.elsewhere` unless every group is one of the same system on the same cloud. */
export async function setSecurityGroups(
  ctx: Ctx,
  id: string,
  version: number,
  securityGroupIds: readonly string[],
): Promise<void> {
  await changeIntent(ctx, id, {
    verb: 'setSecurityGroups',
    act: 'resource.set-security-groups',
    version,
    change: async (row, tx) => {
      for (const groupId of securityGroupIds) {
        const group = await findResource(tx, groupId)
        const fits = group?.kind === 'security-group' && group.project_id === row.project_id
        if (!fits || group.presence === 'absent') refuse('resource.elsewhere')
      }
      return { spec: { ...serverOf(row), securityGroupIds: [...securityGroupIds] } }
    },
  })
}

function serverOf(row: ResourceRow) {
  assert(row.spec.kind === 'server', 'the rule lets only servers through')
  return row.spec
}
