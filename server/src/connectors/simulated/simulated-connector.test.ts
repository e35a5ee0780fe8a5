import { describeConformance } from '../../../test/connector-conformance.ts'
import { useDatabase } from '../../../test/kit/database.ts'
import { systemClock } from '../../platform/clock.ts'
import { survivingPool } from '../../platform/db/index.ts'
import { createSimulator, DEFAULT_ACCESS_KEY, DEFAULT_KNOBS, INSTANT } from './index.ts'

const db = useDatabase()

describeConformance('simulated', async () => {
  const pool = survivingPool({ connectionString: db.current.url, max: 4 }, () => {})
  const simulator = createSimulator({ pool, clock: systemClock })
  const endpoint = 'simulated://conformance'
  const cloud = simulator.cloud(endpoint)
  const externalNetworks = [{ name: 'internet', cidr: '198.18.0.0/24' }]
  await cloud.set({ ...INSTANT, workMs: { other: { min: 5, max: 30 } }, pageSize: 3, externalNetworks })
  const connector = simulator.kind.connect({
    cloudId: 'conformance',
    endpoint,
    region: null,
    credentials: { accessKey: DEFAULT_ACCESS_KEY },
    options: {},
  })
  return {
    connector,
    image: 'small-test',
    externalNetwork: DEFAULT_KNOBS.externalNetworks[0]?.name ?? '',
    pageSize: 3,
    pollMs: 5,
    countReboots: async (server) => {
      const things = await cloud.things('server')
      return Number(things.find((one) => one.externalId === server)?.attributes.reboots ?? 0)
    },
    putObject: async ({ externalId }, bytes) => {
      const held = bytes === null ? { objects: 0, usedBytes: 0 } : { objects: 1, usedBytes: bytes }
      await pool.query('update simulated.thing set attributes = attributes || $2 where ref = $1', [
        externalId,
        JSON.stringify(held),
      ])
    },
    close: () => pool.end(),
  }
})
