import { placementBondOperations } from '@yunheng/contract'
import { idOf } from './load-organisation.ts'
import type { Stage } from './stage.ts'

/** What the centre has bound: one that must be kept, one that is kept where it can be (R9). */
export async function loadBonds(stage: Stage, systems: ReadonlyMap<string, string>): Promise<void> {
  await stage.act('centre', placementBondOperations.create, {
    body: {
      kind: 'apart',
      level: 'host',
      strength: 'must',
      systemId: idOf(systems, 'HC-HALL'),
      otherId: idOf(systems, 'HC-RATING'),
      reason: '群众办事与评价不因一台宿主机故障同时中断。',
    },
  })
  await stage.act('centre', placementBondOperations.create, {
    body: {
      kind: 'together',
      level: 'cloud',
      strength: 'prefer',
      systemId: idOf(systems, 'HC-LICENCE'),
      otherId: idOf(systems, 'HC-CADASTRE'),
      reason: '登记办件时核验证照频繁，宜在同一云平台。',
    },
  })
}
