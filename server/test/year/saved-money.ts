/** What the saving programme is in money: by the oracle for every month, and by the bills themselves before and after. */
import type { Life } from './life.ts'
import { owedBy, shareOf } from './oracle.ts'
import { yuan } from './report.ts'
import { rowsOf, type Story } from './story.ts'

/** 分 that the month would have cost more without the programme. */
export function savedIn(story: Story, number: number): bigint {
  const asked = { month: story.months[number] as string, knownUpTo: number }
  let saved = 0n
  for (const body of new Set([...story.changed.keys()].map((life) => life.body))) {
    const lives = story.ofBody[body] ?? []
    saved += owedBy(lives, { ...asked, withoutSaving: true }) - owedBy(lives, asked)
  }
  return saved
}

/** The last whole month before a change beside the first whole one after it, of what was changed, on the bills and by the oracle. */
export async function holdAgainstBills(story: Story): Promise<void> {
  const byMonth = Map.groupBy([...story.changed], ([, number]) => number)
  for (const [number, group] of byMonth) {
    if (story.months[number + 1] === undefined) continue
    const lives = group.map(([life]) => life)
    const before = await costOf(story, number - 1, lives)
    const after = await costOf(story, number + 1, lives)
    story.book.say(
      `saved from ${story.months[number]} on: ${lives.length} resources cost ${yuan(before)} yuan in the month before and ${yuan(after)} in the month after, ${yuan(before - after)} less on the bills`,
    )
  }
}

/** 分 on the bills; what the oracle says of the same resources differs by the rounding of single charges at most. */
async function costOf(story: Story, number: number, lives: readonly Life[]): Promise<bigint> {
  const month = story.months[number] as string
  const ids = lives.map(({ id }) => id)
  const [billed] = await rowsOf<{ amount: string; charges: number }>(
    story,
    `select coalesce(sum(c.amount), 0)::text as amount, count(*)::int as charges from bill b join charge c on c.bill_id = b.id
       join usage_subject s on s.id = c.subject_id
     where b.month = $1::date and c.category = 'usage' and s.resource_id = any ($2::uuid[])`,
    [`${month}-01`, ids],
  )
  const these = new Set(ids)
  let owed = 0n
  for (const body of new Set(lives.map((life) => life.body)))
    owed += shareOf(story.ofBody[body] ?? [], { month, knownUpTo: number, these })
  const amount = BigInt(billed?.amount ?? 0)
  const off = amount > owed ? amount - owed : owed - amount
  if (off > BigInt(billed?.charges ?? 0) + 1n)
    story.book.differs(
      `${month}: what was saved costs ${yuan(amount)} on the bills and ${yuan(owed)} by the oracle`,
    )
  return amount
}
