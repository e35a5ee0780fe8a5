export { containing } from './containing.ts'
export { type CopyRows, copyInto, createCopyRows } from './copy.ts'
export { APP_ROLE, type Database, type DatabaseOptions, type Db, openDatabase, type Tx } from './database.ts'
export { elevated } from './elevated.ts'
export { type Ending, endingOf } from './ending.ts'
export { MIGRATIONS_DIR, migrate } from './migrate.ts'
export {
  afterKey,
  decodePageToken,
  encodePageToken,
  limitOf,
  type PageKey,
  type PageRequest,
  pageOf,
  readPage,
} from './paging.ts'
export { PREPARED, PREPARED_MARK } from './prepared.ts'
export { inSavepoint } from './savepoint.ts'
export { SCOPE_ALL, type Scope } from './scope.ts'
export { survivingPool } from './surviving-pool.ts'
export type { Tables } from './tables.generated.ts'
export { updateVersion } from './update-version.ts'
