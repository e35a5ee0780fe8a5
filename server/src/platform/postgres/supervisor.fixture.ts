/**
 * A process for the crash tests: it starts the server on the directory given, says so in one JSON line, and then inserts
 * rows one by one, telling each that was acknowledged, until it is killed.
 */
import pg from 'pg'
import { silentLog } from '../log/index.ts'
import { StartupError } from '../startup-error.ts'
import { startPostgres } from './index.ts'

const say = (line: object): void => void process.stdout.write(`${JSON.stringify(line)}\n`)

try {
  const postgres = await startPostgres({ dataDir: process.argv[2] ?? '', log: silentLog() })
  const pool = new pg.Pool({ connectionString: postgres.url, max: 1 })
  pool.on('error', () => {})
  await pool.query('create table if not exists acknowledged (n int primary key)')
  say({ started: true })
  for (let n = 1; ; n++) {
    await pool.query('insert into acknowledged values ($1)', [n])
    say({ n })
  }
} catch (error) {
  say({ refused: (error as Error).message })
  process.exit(error instanceof StartupError ? error.exitCode : 1)
}
