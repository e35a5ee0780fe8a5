import { afterAll, beforeAll } from 'vitest'
import { useDatabase } from './database.ts'
import { openServer, type ServerOptions, type TestServer } from './open-server.ts'

export { type Answer, actorOf, type TestServer } from './open-server.ts'

/** The whole server over a database of its own with the small province in it, for one test file. */
export function useServer(options: ServerOptions = {}): { readonly current: TestServer } {
  const db = useDatabase()
  let current: Awaited<ReturnType<typeof openServer>> | undefined
  beforeAll(async () => {
    current = await openServer(db.current.database, options)
  })
  afterAll(async () => {
    await current?.close()
  })
  return {
    get current() {
      if (!current) throw new Error('useServer: only within tests')
      return current
    },
  }
}
