export { createLog, type Logger, type LogOptions, silentLog } from './log.ts'
