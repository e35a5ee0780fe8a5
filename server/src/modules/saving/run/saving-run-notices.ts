import type { NoticeRule } from '../../notice/index.ts'

/** Tells whoever asked how it went. */
export const savingRunNotices: readonly NoticeRule[] = [
  {
    type: 'saving-run.ended',
    text: {
      zh: '节约通知批量下发已结束：下发 {done} 份，未下发 {refused} 份。',
      en: 'Sending of saving notices has ended: {done} sent, {refused} refused.',
    },
    async tell(_tx, _ctx, event) {
      const { personId, done, refused } = event.payload as {
        personId: string
        done: number
        refused: number
      }
      return { personIds: [personId], details: { done, refused } }
    },
  },
]
