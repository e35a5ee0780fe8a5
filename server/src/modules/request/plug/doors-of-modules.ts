import { elevated } from '../../../platform/db/index.ts'
import type { InventoryModule } from '../../inventory/index.ts'
import type { Placing } from '../../placement/index.ts'
import type { ResourceModule } from '../../resource/index.ts'
import type { Workflow } from '../../workflow/index.ts'
import type { CeilingDoor } from '../ceiling-door.ts'
import type { Doors, GrowthDoor, SavingsDoor } from '../doors.ts'
import { budgetDoor } from './budget-door.ts'
import { calendarDoor } from './calendar-door.ts'
import { catalogueDoor } from './catalogue-door.ts'
import { createFlowDoor } from './flow-door.ts'
import { roomDoor } from './room-door.ts'
import { rulesDoor } from './rules-door.ts'
import { createSupplyDoor } from './supply-door.ts'
import { systemDoor } from './system-door.ts'

/** The doors of the modules below, as requests need them. */
export function doorsOfModules(modules: {
  readonly workflow: Workflow
  readonly placing: Placing
  readonly resource: ResourceModule
  readonly ages: InventoryModule['ages']
  readonly growth: GrowthDoor
  readonly savings: SavingsDoor
  readonly ceiling: CeilingDoor
}): Doors {
  return {
    system: systemDoor,
    catalogue: catalogueDoor,
    room: {
      ...roomDoor,
      listOldClouds: (tx, now) =>
        elevated(tx, async () => {
          const ages = await modules.ages(tx, now)
          return new Set([...ages].flatMap(([id, age]) => (age.isOld ? [id] : [])))
        }),
    },
    flow: createFlowDoor(modules.workflow),
    supply: createSupplyDoor(modules.placing, modules.resource),
    calendar: calendarDoor,
    rules: rulesDoor,
    budget: budgetDoor,
    growth: modules.growth,
    savings: modules.savings,
    ceiling: modules.ceiling,
  }
}
