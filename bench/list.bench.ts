/**
 * An authorised, scoped list: 50 of 1,000,000 resources through our own HTTP server, by people of a hundred departments who
 * are signed in, against a bare fastify route with the same statement and fields that asks nobody who he is. And page
 * 20,000 against page 1, for a regulator who sees them all.
 *   npm run bench -- list [resources] [pairs] [milliseconds a side]
 */
import { encodePageToken, migrate, openDatabase } from '../server/src/platform/db/index.ts'
import { withPostgres } from './kit/durable-postgres.ts'
import { closeConnections, get, latencies, load, type Side, startSide } from './kit/http-load.ts'
import { type ListWorld, writeListWorld } from './kit/list-world.ts'
import { measurePairs, median, medianRatio } from './kit/pairs.ts'

const CALLERS = 32
const PAGE = 50
const GOAL = 0.6
const PAGE_GOAL = 1.2
const PAGE_ROUNDS = 200
const [RESOURCES = 1_000_000, PAIRS = 5, MEASURE_MS = 3_000] = process.argv.slice(2).map(Number)

const ourCall = (token: string, query = '') => ({
  path: `/api/v1/resources?pageSize=${PAGE}${query}`,
  headers: { cookie: `yunheng_session=${token}` },
})
const anchorCall = (bodyId: string) => ({ path: `/resources?pageSize=${PAGE}&bodyId=${bodyId}` })

await withPostgres(async (url) => {
  const world = await prepare(url)
  const sides: Side[] = []
  try {
    const ours = await startSide('./api-process.ts', [url])
    sides.push(ours)
    const anchor = await startSide('../anchors/list-route.ts', [url])
    sides.push(anchor)
    await refuseDifference(ours.port, anchor.port, world)
    await measure(ours.port, anchor.port, world)
  } finally {
    closeConnections()
    for (const side of sides) side.stop()
  }
})

async function prepare(url: string): Promise<ListWorld> {
  const database = openDatabase({ url, poolSize: 4, onError: () => {} })
  try {
    await migrate(database.owner)
    const started = performance.now()
    const world = await writeListWorld(database, RESOURCES)
    console.log(`${RESOURCES} resources in ${Math.round((performance.now() - started) / 1000)} s`)
    return world
  } finally {
    await database.close()
  }
}

/** Both must answer the same, or there is nothing to compare. */
async function refuseDifference(ours: number, anchor: number, world: ListWorld): Promise<void> {
  const [person] = world.departments
  if (person === undefined) throw new Error('there is a department')
  const items = (body: string) => JSON.stringify(JSON.parse(body).items)
  const [one, other] = [await get(ours, ourCall(person.token)), await get(anchor, anchorCall(person.bodyId))]
  if (items(one) !== items(other)) throw new Error('the two answers differ')
  if (JSON.parse(one).items.length !== PAGE) throw new Error(`fewer than ${PAGE} resources of a department`)
}

async function measure(ours: number, anchor: number, world: ListWorld): Promise<void> {
  const at = (nth: number) =>
    world.departments[nth % world.departments.length] as ListWorld['departments'][number]
  const sides = {
    ours: () => load(ours, CALLERS, MEASURE_MS, (nth) => ourCall(at(nth).token)),
    anchor: () => load(anchor, CALLERS, MEASURE_MS, (nth) => anchorCall(at(nth).bodyId)),
  }
  await sides.ours()
  await sides.anchor()
  console.log(
    `a page of ${PAGE} of ${RESOURCES}, ${CALLERS} callers of ${world.departments.length} departments, answers/s`,
  )
  const pairs = await measurePairs(PAIRS, sides)
  const pages = await measurePages(ours, world)
  const ratio = medianRatio(pairs)
  const [mine, theirs] = [median(pairs.map((pair) => pair.ours)), median(pairs.map((pair) => pair.anchor))]
  console.log(
    `list-page page-${Math.floor(RESOURCES / PAGE)}=${pages.last.toFixed(2)}ms page-1=${pages.first.toFixed(2)}ms ratio=${pages.ratio.toFixed(2)} goal=${PAGE_GOAL} ${pages.ratio <= PAGE_GOAL ? 'pass' : 'short'}`,
  )
  console.log(
    `list ours=${Math.round(mine)}/s anchor=${Math.round(theirs)}/s ratio=${ratio.toFixed(2)} goal=${GOAL} ${ratio >= GOAL ? 'pass' : 'short'}`,
  )
}

/** Medians of single calls in turn, so that a machine that grows busier hurts both alike. */
async function measurePages(port: number, { regulatorToken, lastPageAfter }: ListWorld) {
  const last = `&pageToken=${encodePageToken([lastPageAfter, lastPageAfter])}`
  const page = JSON.parse(await get(port, ourCall(regulatorToken, last)))
  if (page.items.length !== PAGE) throw new Error('the last page is whole')
  const found = { first: [] as number[], last: [] as number[] }
  for (let round = 0; round < PAGE_ROUNDS; round++) {
    found.first.push(...(await latencies(port, 1, () => ourCall(regulatorToken))))
    found.last.push(...(await latencies(port, 1, () => ourCall(regulatorToken, last))))
  }
  const [one, other] = [median(found.first), median(found.last)]
  return { first: one, last: other, ratio: other / one }
}
