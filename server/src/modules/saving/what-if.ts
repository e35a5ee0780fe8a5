import { SAVING_RULES, type SavingRule, type SavingWhatIf } from '@yunheng/contract'
import type { Ctx } from '../../platform/context.ts'
import { refuse } from '../../platform/errors.ts'
import { dayInChina } from '../../platform/worktime/index.ts'
import {
  type PlatformRules,
  platformRulesOfVersion,
  platformRulesOnDay,
  titlesOfRules,
} from '../rule/index.ts'
import { type Judged, judgeAll } from './judge-batch.ts'
import type { TallyRow } from './proposal-store.ts'
import { addTallies, toTally } from './proposal-view.ts'
import { thresholdsOf } from './thresholds.ts'

/** More than so many are not judged while somebody waits; the answer says so. */
const JUDGED_MAX = 20_000
const PREFIX = 'saving.'

/** The kept measures under another version of the rules, a draft as well, beside the one in force. Changes nothing. */
export async function whatIfSavings(ctx: Ctx, ruleSetId: string): Promise<SavingWhatIf> {
  const db = ctx.authz.require(ctx, 'view', 'saving-what-if')
  const at = ctx.clock.now()
  const today = dayInChina(at)
  const now = await platformRulesOnDay(db, today)
  const then = (await platformRulesOfVersion(db, ruleSetId)) ?? refuse('common.not_found')
  const tallies = new Map(SAVING_RULES.map((rule) => [rule, createCount()]))
  let judged = 0
  let isCut = false
  for await (const [ours = [], theirs = []] of judgeAll(
    db,
    [now, then].map(({ book }) => thresholdsOf(book)),
    today,
  )) {
    judged += ours.length
    for (const [index, one] of ours.entries()) count(tallies, one, theirs[index] as Judged)
    if (judged >= JUDGED_MAX) {
      isCut = true
      break
    }
  }
  const rules = [...tallies].filter(([, { now: a, tried: b }]) => a.count > 0 || b.count > 0)
  return {
    now: { ruleSet: refOf(now), total: toTally(addTallies(rules.map(([, one]) => one.now))) },
    tried: { ruleSet: refOf(then), total: toTally(addTallies(rules.map(([, one]) => one.tried))) },
    rules: rules.map(([rule, one]) => ({
      rule,
      now: toTally(one.now),
      tried: toTally(one.tried),
      added: one.added,
      dropped: one.dropped,
    })),
    changed: titlesOfRules(PREFIX).flatMap(({ code, title }) => {
      const [before, after] = [now.book.integer(code).value, then.book.integer(code).value]
      return before === after ? [] : [{ code, ...title, now: before, tried: after }]
    }),
    judged,
    isCut,
    asOf: at.toISOString(),
  }
}

const refOf = ({ book, number }: PlatformRules) => ({ id: book.versionId, number })

interface Count {
  now: TallyRow
  tried: TallyRow
  added: number
  dropped: number
}

const createCount = (): Count => ({ now: addTallies([]), tried: addTallies([]), added: 0, dropped: 0 })

function count(tallies: ReadonlyMap<SavingRule, Count>, now: Judged, tried: Judged): void {
  const [before, after] = [ruleOf(now), ruleOf(tried)]
  for (const [side, judged, rule] of [
    ['now', now, before],
    ['tried', tried, after],
  ] as const) {
    const of = rule === null ? undefined : tallies.get(rule)
    if (of !== undefined) of[side] = addTallies([of[side], tallyOf(judged)])
  }
  if (before === after) return
  const [dropped, added] = [before && tallies.get(before), after && tallies.get(after)]
  if (dropped) dropped.dropped += 1
  if (added) added.added += 1
}

const ruleOf = ({ judgement }: Judged) => (judgement.is === 'found' ? judgement.finding.rule : null)

const tallyOf = ({ saving }: Judged): TallyRow => ({
  count: 1,
  saving: String(saving?.fen ?? 0n),
  unpriced: saving?.fen == null ? 1 : 0,
  vcpus: saving?.vcpus ?? 0,
  memory: saving?.memoryMiB ?? 0,
})
