import type { BillRunVerb, Text } from '@yunheng/contract'
import type { NoticeRule } from '../../notice/index.ts'

const VERBS: Readonly<Record<BillRunVerb, Text>> = {
  rate: { zh: '重新计费', en: 'Rating' },
  send: { zh: '发送', en: 'Sending' },
  close: { zh: '结账', en: 'Closing' },
}

/** Tells whoever asked how it went. */
export const billRunNotices: readonly NoticeRule[] = [
  {
    type: 'bill-run.ended',
    text: {
      zh: '账单批量{zh}已结束：完成 {done} 份，未处理 {refused} 份。',
      en: '{en} of bills has ended: {done} done, {refused} refused.',
    },
    async tell(_tx, _ctx, event) {
      const { personId, verb, done, refused } = event.payload as {
        personId: string
        verb: BillRunVerb
        done: number
        refused: number
      }
      return { personIds: [personId], details: { ...VERBS[verb], done, refused } }
    },
  },
]
