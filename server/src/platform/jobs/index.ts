export { createJobRunner, type Job, type JobHandle, type JobRunner, enqueueJob } from './jobs.ts'
