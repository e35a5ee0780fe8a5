export { Interrupted, type Life, type Part, type ProcessOptions, runProcess } from './lifecycle.ts'
