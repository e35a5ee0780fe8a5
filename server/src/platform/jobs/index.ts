export { createJobRunner, enqueueJob, type Job, type JobHandle, type JobRunner } from './jobs.ts'
