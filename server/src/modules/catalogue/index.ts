/** The service catalogue: offerings, plans, prices, estimates. See README.md. */
import type { Policy } from '../../platform/authz/index.ts'
import type { Route } from '../../platform/http/index.ts'
import { offeringPolicy } from './offering/offering-policy.ts'
import { offeringRoutes } from './offering/offering-routes.ts'
import { pricePolicy } from './price/price-policy.ts'
import { priceRoutes } from './price/price-routes.ts'

export { toScaled } from './estimate/decimal.ts'
export { estimate, factorOf } from './estimate/estimate.ts'
export { estimateCost, heldCost, type ResolvedLine, resolveLines } from './estimate/estimate-cost.ts'
export { DIMENSION_WORDS, packageWords } from './estimate/estimate-text.ts'
export { installCatalogue } from './install-catalogue.ts'
export { findPlans, listCurrentPlans, type PlanInOffering } from './offering/offering-store.ts'
export { type ChosenResources, chosenResources, fillParameters } from './offering/parameters.ts'
export { type AmountOf, amountsOf, judgeSpec } from './offering/plan.ts'
export {
  type AgreedTerm,
  agreeTerm,
  dateTerm,
  listAgreedTerms,
  listRenewedTerms,
  type RenewedTerm,
  renewTerm,
  renewTermAlone,
  unpinOthers,
} from './price/agreed-term-store.ts'
export { beyond, type Package, packageFor, packagesIn } from './price/packages.ts'
export { type AgreeablePrice, besideInForce, findAgreeablePrice } from './price/price-difference.ts'
export {
  type PriceInForce,
  type PriceLine,
  priceLineFor,
  type Stretch,
  stretchesOf,
} from './price/price-in-force.ts'
export {
  findPricesInForce,
  findPriceToTry,
  listPricesInForce,
  listPriceVersions,
} from './price/price-in-force-store.ts'

export const cataloguePolicies: readonly Policy[] = [offeringPolicy, pricePolicy]
export const catalogueRoutes: readonly Route[] = [...offeringRoutes, ...priceRoutes]
