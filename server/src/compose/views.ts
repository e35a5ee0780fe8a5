/** Floor 5: what is made of all floors below: the home page, the estate, targets and milestones. */
import { adoptionHome } from '../modules/adoption/index.ts'
import { billHome } from '../modules/billing/index.ts'
import {
  createEstateRoutes,
  createHomeRoutes,
  domesticRoutes,
  goalRoutes,
  installMilestones,
  milestoneHome,
  milestoneRoutes,
  responsibilityRoutes,
  targetRoutes,
} from '../modules/cockpit/index.ts'
import { driftHome } from '../modules/drift/index.ts'
import { identityHome } from '../modules/identity/index.ts'
import { protectionHome } from '../modules/protection/index.ts'
import { requestHome } from '../modules/request/index.ts'
import { workOrderHome } from '../modules/resource/index.ts'
import { savingHome } from '../modules/saving/index.ts'
import { contractHome } from '../modules/service-contract/index.ts'
import { settlementHome } from '../modules/settlement/index.ts'
import { statementHome } from '../modules/statement/index.ts'
import { systemHome } from '../modules/system/index.ts'
import { unconnectedHome } from '../modules/unconnected/index.ts'
import type { Floor } from './floor.ts'
import type { Supply } from './supply.ts'

export function createViews({ inventory }: Supply): Floor {
  return {
    routes: [
      ...targetRoutes,
      ...milestoneRoutes,
      ...goalRoutes,
      ...domesticRoutes,
      ...createEstateRoutes({ ages: inventory.ages }),
      ...responsibilityRoutes,
      // In the order in which they stand on the home page.
      ...createHomeRoutes([
        requestHome,
        workOrderHome,
        driftHome,
        inventory.home,
        adoptionHome,
        systemHome,
        contractHome,
        milestoneHome,
        unconnectedHome,
        billHome,
        statementHome,
        settlementHome,
        protectionHome,
        savingHome,
        identityHome,
      ]),
    ],
    defaults: [installMilestones],
  }
}
