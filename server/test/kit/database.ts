import { randomBytes } from 'node:crypto'
import { afterAll, beforeAll, inject } from 'vitest'
import { type Database, openDatabase } from '../../src/platform/db/index.ts'
import { administer, databaseUrl } from './scratch-database.ts'

export interface TestDatabase {
  readonly database: Database
  readonly url: string
}

/** A database of this test file's own, cloned from the migrated template and dropped at its end. */
export function useDatabase(): { readonly current: TestDatabase } {
  let current: TestDatabase | undefined
  const name = `yunheng_test_${randomBytes(6).toString('hex')}`
  beforeAll(async () => {
    const serverUrl = inject('serverUrl')
    await administer(serverUrl, `create database ${name} template ${inject('templateName')}`)
    const url = databaseUrl(serverUrl, name)
    current = { url, database: openDatabase({ url, poolSize: 20, onError: () => {} }) }
  })
  afterAll(async () => {
    await current?.database.close()
    await administer(inject('serverUrl'), `drop database if exists ${name} with (force)`)
  })
  return {
    get current() {
      if (!current) throw new Error('useDatabase: only within tests')
      return current
    },
  }
}
