/** The simulated cloud 模拟云: the default cloud of a fresh installation, honest about being one. */
export type { CallRow, Verb } from './cloud-store.ts'
export { DEFAULT_KNOBS, type Effect, IMAGES, INSTANT, type Knobs, zonesOf } from './simulated-knobs.ts'
export {
  createSimulator,
  DEFAULT_ACCESS_KEY,
  SIMULATED_KIND,
  type SimulatedCloud,
  type Simulator,
} from './simulator.ts'
