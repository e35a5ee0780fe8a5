/** An empty database of a lane file's own, dropped at its end. */
import { afterAll, beforeAll } from 'vitest'
import { administer, databaseUrl, startTestServer } from '../../../server/test/kit/scratch-database.ts'

export function useScratchDatabase(name: string): { readonly url: string } {
  const database = `lane_${name}_${process.pid}`
  let server: Awaited<ReturnType<typeof startTestServer>> | undefined
  beforeAll(async () => {
    server = await startTestServer()
    await administer(server.url, `create database ${database}`)
  }, 120_000)
  afterAll(async () => {
    if (server === undefined) return
    await administer(server.url, `drop database if exists ${database} with (force)`)
    await server.stop()
  }, 60_000)
  return {
    get url() {
      if (server === undefined) throw new Error('useScratchDatabase: only within tests')
      return databaseUrl(server.url, database)
    },
  }
}
