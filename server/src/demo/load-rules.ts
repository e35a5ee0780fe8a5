import { ruleSetOperations } from '@yunheng/contract'
import { dayInChina } from '../platform/worktime/index.ts'
import type { Stage } from './stage.ts'

/** One city of the sample province keeps stricter rules than the province (R30): its centre drafts, its bureau publishes. */
export async function loadRules(stage: Stage, today: Date): Promise<void> {
  const source = '云津市政务云管理细则（样例）'
  const own = (code: string, value: number) => ({ code, value, source, isProductDefault: false })
  const drafted = await stage.act('yunjin-centre', ruleSetOperations.create, {
    body: {
      effectiveFrom: dayInChina(new Date(today.getTime() + 86_400_000)),
      reason: '本市资源紧张，应急资源期限与交付确认时限从严。',
      items: [own('term.emergency.days', 20), own('confirmation.working-days', 3)],
    },
  })
  await stage.act('yunjin-bureau', ruleSetOperations.publish, {
    params: { id: drafted.id },
    body: { version: drafted.version },
  })
}
