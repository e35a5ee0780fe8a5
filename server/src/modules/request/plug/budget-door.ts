import {
  commitRenewal,
  commitRequest,
  holdAgain,
  reduceRequest,
  releaseRenewals,
  releaseRequest,
  standingOf,
} from '../../budget/index.ts'
import type { BudgetDoor } from '../budget-port.ts'

export const budgetDoor: BudgetDoor = {
  standing: standingOf,
  commit: commitRequest,
  reduce: reduceRequest,
  release: releaseRequest,
  commitRenewal,
  releaseRenewals,
  holdAgain,
}
