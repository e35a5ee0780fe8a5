import { listSeatHolders, type Seat } from '../organisation/index.ts'
import { findRunningFor } from '../workflow/index.ts'
import type { NoticeRule } from './notice.ts'

/** A task has arrived: to everybody who may take it, but not to whoever sent it there himself. */
export const taskNotices: readonly NoticeRule[] = [
  {
    type: 'task.opened',
    text: { zh: '新的待办（{flow}）：{title}', en: 'A task has arrived ({flowEn}): {title}' },
    async tell(tx, ctx, event) {
      const { subjectNoun, subjectId, seats, people } = event.payload as {
        subjectNoun: string
        subjectId: string
        seats: readonly Seat[]
        people: readonly string[]
      }
      const instance = await findRunningFor(tx, subjectNoun, subjectId)
      // Taken and ended before anybody could be told.
      if (!instance) return null
      const holders = await listSeatHolders(tx, seats, ctx.clock.now())
      return {
        personIds: [...people, ...holders.map((each) => each.personId)],
        details: { title: instance.title, flow: instance.flow_name_zh, flowEn: instance.flow_name_en },
      }
    },
  },
]
