import type { HomeFigure, Side } from '@yunheng/contract'
import type { Ctx } from '../../platform/context.ts'
import type { ScanOptions } from './scan/scan.ts'
import { listCloudScans } from './scan/scan-store.ts'
import { isOld } from './scan/scan-view.ts'

export interface InventoryHome {
  figures(ctx: Ctx, side: Side): Promise<readonly HomeFigure[]>
}

/** Figures of a cloud that nobody has seen whole for too long are not the present: the home page says so first. */
export function createInventoryHome(options: ScanOptions): InventoryHome {
  return {
    async figures(ctx) {
      if (!ctx.authz.may(ctx.actor, 'list', 'inventory')) return []
      const now = ctx.clock.now()
      const clouds = await listCloudScans(ctx.db, now)
      const old = clouds.filter((row) => isOld(row.last_full, options, now)).length
      return [
        {
          key: 'clouds-old',
          title: { zh: '数据已旧的云平台', en: 'Clouds with old data' },
          value: old,
          unit: null,
          tone: old > 0 ? 'attention' : 'plain',
          list: { operation: 'inventory.clouds', query: { old: true } },
        },
      ]
    },
  }
}
