import type { NoticeRule } from '../notice/index.ts'
import { titleOf } from './export-view.ts'

function about(type: string, zh: string, en: string): NoticeRule {
  return {
    type,
    text: { zh, en },
    async tell(_tx, _ctx, event) {
      const { personId, list, rows } = event.payload as { personId: string; list: string; rows: number }
      const title = titleOf(list)
      return { personIds: [personId], details: { zh: title.zh, en: title.en, rows } }
    },
  }
}

export const exportNotices: readonly NoticeRule[] = [
  about(
    'export.ready',
    '“{zh}”已完成，共 {rows} 行，请在“我的导出”中下载。',
    '"{en}" is done: {rows} rows. Download it under "My exports".',
  ),
  about('export.failed', '“{zh}”没有完成，原因见“我的导出”。', '"{en}" was not made. "My exports" says why.'),
]
