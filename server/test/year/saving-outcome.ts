/** What the platform itself says at the end that its saving programme came to, notice by notice, held against the price lists. */
import { type SavingNotice, savingOperations as saving } from '@yunheng/contract'
import { well } from '../kit/journey.ts'
import { instantOf, secondOf } from './civil.ts'
import { COUNTED, isAlive, type Life, lastOf, type Stretch } from './life.ts'
import { SMALLER } from './measuring.ts'
import { listedFor } from './oracle.ts'
import { yuan } from './report.ts'
import type { Story } from './story.ts'

const E9 = 1_000_000_000n
const DAY_S = 86_400
/** The effect is measured over so many days after it was done (product default). */
const EFFECT_DAYS = 30

/** Whatever was to be done is done, comes to what the lists say and shows its effect; what was waived is left alone. */
export async function expectDone(story: Story): Promise<void> {
  const { server, book, told } = story
  const states = new Map<string, number>()
  let settled = 0n
  for (const [life, answer] of told) {
    const query = { resourceId: life.id }
    const { items } = await well(server.call(server.world.people.centre, saving.notices, { query }))
    const [notice] = items
    const state = notice?.state ?? 'none'
    states.set(state, (states.get(state) ?? 0) + 1)
    if (state !== (answer === 'waive' ? 'waived' : 'done'))
      book.differs(`a notice that was answered by ${answer} is ${state} (${life.sort} ${life.externalId})`)
    if (notice === undefined || answer === 'waive') continue
    settled += BigInt(notice.settledSaving?.amountMinor ?? 0)
    expectSaved(story, life, notice)
    expectEffect(story, life, notice)
  }
  if ((states.get('done') ?? 0) > 0 && settled <= 0n) book.differs('nothing is saved by what was done')
  const shown = [...states].map(([state, count]) => `${state} ${count}`).join(', ')
  book.say(`saving notices: ${shown}; by list prices ${yuan(settled)} yuan a month`)
}

const dayOf = (instant: string) => instantOf(Date.parse(instant) / 1000 + 8 * 3600).slice(0, 10)

/** All of it where nothing is left, as found when the notice was sent; otherwise the difference on the day it was done. */
function expectSaved({ book }: Story, life: Life, { sentAt, settledOn, settledSaving }: SavingNotice): void {
  const before = life.stretches.findLast((one) => !one.isSaving) as Stretch
  const day = isAlive(life) ? settledOn : dayOf(sentAt)
  if (day === null) return
  const left = isAlive(life) ? listedFor(life, lastOf(life), day) : 0n
  const saved = listedFor(life, before, day) - left
  const off = BigInt(settledSaving?.amountMinor ?? 0) * E9 - saved
  // Each dimension may be rounded, before and after.
  const most = BigInt(COUNTED[life.kind].length * 2) * E9
  if (off > most || -off > most)
    book.differs(
      `${life.externalId} saves ${yuan(saved / E9)} by its list, ${yuan(BigInt(settledSaving?.amountMinor ?? 0))} by its notice`,
    )
}

/** A month after, of what is left to be measured. */
function expectEffect(
  { book, server }: Story,
  life: Life,
  { settledOn, effectOn, effectCpu }: SavingNotice,
): void {
  if (settledOn === null || secondOf(settledOn) + EFFECT_DAYS * DAY_S > server.clock.now().getTime() / 1000)
    return
  const cpu = isAlive(life) ? SMALLER.cpuPermille / 10 : null
  if (effectOn === null || effectCpu !== cpu)
    book.differs(
      `the effect on ${life.externalId}, done on ${settledOn}, is ${effectCpu} % on ${effectOn}, not ${cpu} %`,
    )
}
