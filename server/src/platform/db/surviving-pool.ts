import pg from 'pg'

/**
 * A pool whose connections may break without ending the process; the next query opens another. Both listeners are
 * needed: the pool speaks for its idle connections, the connection for itself while it is in use and while it is being
 * closed, when a server that goes away at that instant would otherwise be an uncaught exception.
 */
export function survivingPool(options: pg.PoolConfig, onError: (error: Error) => void): pg.Pool {
  const pool = new pg.Pool(options)
  pool.on('error', onError)
  pool.on('connect', (client) => client.on('error', onError))
  return pool
}
