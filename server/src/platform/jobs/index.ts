export type { JobHandle } from './job-handle.ts'
export { createJobRunner, enqueueJob, type Job, type JobRunner } from './jobs.ts'
