import type { Noun } from '@yunheng/contract'
import type { Ctx } from '../../platform/context.ts'
import type { Tx } from '../../platform/db/index.ts'
import type { DomainEvent, Subscriber } from '../../platform/events/index.ts'
import type { Job } from '../../platform/jobs/index.ts'
import { insertNotices, removeOldNotices } from './notice-store.ts'

/** Which event is worth a notice, to whom, in which words. `{name}` is filled from the details. */
export interface NoticeRule {
  readonly type: string
  readonly text: { readonly zh: string; readonly en: string }
  /** Who should know, and what fills the words; several where it is another thing to each. Null: nobody, this time. */
  tell(tx: Tx, ctx: Ctx, event: DomainEvent): Promise<NoticeTelling | readonly NoticeTelling[] | null>
}

export interface NoticeTelling {
  readonly personIds: readonly string[]
  readonly details: Readonly<Record<string, string | number>>
  /** Where the line leads; the event's own object unless said otherwise. */
  readonly noun?: Noun
  readonly objectId?: string
}

/** One notice to at most so many people: more would be a broadcast. */
const PEOPLE_MAX = 200
const KEEP_DAYS = 180

/** One subscriber for each event type, so that a rule that fails holds up no other. */
export function createNoticeSubscribers(rules: readonly NoticeRule[]): readonly Subscriber[] {
  return rules.map((rule) => ({
    name: `notice.${rule.type}`,
    types: [rule.type],
    handle: (ctx, tx, event) => write(ctx, tx, event, rule),
  }))
}

async function write(ctx: Ctx, tx: Tx, event: DomainEvent, rule: NoticeRule): Promise<void> {
  const told = await rule.tell(tx, ctx, event)
  const tellings = told === null ? [] : 'personIds' in told ? [told] : told
  for (const telling of tellings) await writeOne(ctx, tx, event, rule, telling)
}

async function writeOne(
  ctx: Ctx,
  tx: Tx,
  event: DomainEvent,
  rule: NoticeRule,
  telling: NoticeTelling,
): Promise<void> {
  const people = [...new Set(telling.personIds)].slice(0, PEOPLE_MAX)
  await insertNotices(
    tx,
    people.map((personId) => ({
      id: ctx.ids.next(),
      person_id: personId,
      kind: rule.type,
      text_zh: fill(rule.text.zh, telling.details),
      text_en: fill(rule.text.en, telling.details),
      noun: telling.noun ?? event.noun,
      object_id: telling.objectId ?? event.aggregateId,
      at: event.occurredAt,
    })),
  )
}

function fill(text: string, details: NoticeTelling['details']): string {
  return text.replace(/\{(\w+)\}/g, (_, name: string) => String(details[name] ?? ''))
}

/** Every night: what nobody will look up any more goes. */
export const forgetNotices: Job<never> = {
  name: 'notice.forget',
  maxAttempts: 3,
  cron: '20 18 * * *',
  async run(ctx) {
    const before = new Date(ctx.clock.now().getTime() - KEEP_DAYS * 86_400_000)
    await ctx.inTx((tx) => removeOldNotices(tx, before))
  },
}
