import { randomBytes } from 'node:crypto'
import type { TestProject } from 'vitest/node'
import { migrate, survivingPool } from '../../src/platform/db/index.ts'
import { administer, databaseUrl, startTestServer } from './scratch-database.ts'

declare module 'vitest' {
  interface ProvidedContext {
    serverUrl: string
    templateName: string
  }
}

/** Once per run: a PostgreSQL server and one migrated template database that each test file clones. */
export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  const server = await startTestServer()
  const templateName = `yunheng_template_${randomBytes(6).toString('hex')}`
  await administer(server.url, `create database ${templateName}`)
  const owner = survivingPool({ connectionString: databaseUrl(server.url, templateName), max: 3 }, () => {})
  await migrate(owner)
  await owner.end()
  project.provide('serverUrl', server.url)
  project.provide('templateName', templateName)
  return async () => {
    await administer(server.url, `drop database if exists ${templateName} with (force)`)
    await server.stop()
  }
}
