/** What the clouds tell of servers that the saving programme looks at, four times a day, by what each is meant to show. */
import { keepMeasures } from '../../src/modules/measure/index.ts'
import { setupCtx } from '../kit/clouds.ts'
import { beginOf, FIRST_MONTH, instantOf } from './civil.ts'
import { type Life, lastOf, type Sort } from './life.ts'
import { rowsOf, type Story } from './story.ts'

const STEP_S = 6 * 3600
const DAY_MS = 86_400_000
const BATCH = 50

interface Gauges {
  readonly cpuPermille: number
  readonly memoryPermille: number
  readonly networkBytesPerSecond: number
}

const GAUGES: Readonly<Partial<Record<Sort, Gauges>>> = {
  idle: { cpuPermille: 20, memoryPermille: 200, networkBytesPerSecond: 100 },
  oversized: { cpuPermille: 200, memoryPermille: 300, networkBytesPerSecond: 500_000 },
  busy: { cpuPermille: 900, memoryPermille: 850, networkBytesPerSecond: 5_000_000 },
}
/** The same work on half the size. */
export const SMALLER: Gauges = { cpuPermille: 400, memoryPermille: 600, networkBytesPerSecond: 500_000 }

interface Server {
  readonly id: string
  readonly external_id: string
  readonly body_id: string
  readonly provider_body_id: string
  readonly provisioned_at: Date
}

/** From where it was left off up to now. */
export async function keepMeasuresOf(story: Story, lives: readonly Life[]): Promise<void> {
  const now = Math.floor(story.server.clock.now().getTime() / 1000)
  const from = story.measured.upTo ?? beginOf(FIRST_MONTH) + STEP_S
  const measured = lives.filter(({ sort }) => sort !== null && GAUGES[sort] !== undefined)
  for (let at = 0; at < measured.length; at += BATCH)
    await keep(story, measured.slice(at, at + BATCH), { from, now })
  story.measured.upTo = now
}

async function keep(
  story: Story,
  lives: readonly Life[],
  { from, now }: { readonly from: number; readonly now: number },
): Promise<void> {
  const rows = await rowsOf<Server>(
    story,
    `select id, external_id, body_id, provider_body_id, provisioned_at from resource where id = any ($1::uuid[])`,
    [lives.map(({ id }) => id)],
  )
  const servers = new Map(rows.map((row) => [row.external_id, row]))
  const looks = lives.flatMap((life) => {
    const told = []
    for (let at = from; at < now; at += STEP_S) {
      const gauges = gaugesAt(life, at)
      if (gauges === null) break
      const when = new Date(instantOf(at))
      told.push({ externalId: life.externalId, at: when, vcpus: null, counters: {}, gauges: { ...gauges } })
    }
    return told
  })
  await keepMeasures(setupCtx(story.server), servers, looks, DAY_MS)
}

function gaugesAt(life: Life, at: number): Gauges | null {
  const last = lastOf(life)
  if (last.isSaving && at >= last.at) return last.condition === 'over' ? null : SMALLER
  return (life.sort === null ? undefined : GAUGES[life.sort]) ?? null
}
