/** Optimisation: what could be done with less. See README.md. */
export type { DrainGuest, DrainHost, DrainPlan, DrainStep } from './consolidate/drain.ts'
export { planDrain } from './consolidate/plan-drain.ts'
