import { guideCheckOperations as checks, majorIssueOperations as issues } from '@yunheng/contract'
import type { Stage } from './stage.ts'

type Category = 'responsibility' | 'supply' | 'migration'
const raise = (stage: Stage, username: string, category: Category, title: string, description: string) =>
  stage.act(username, issues.create, { body: { category, title, description } })

/** At the story's beginning: one issue that was settled, and one whose day has passed by its end (R48). */
export async function loadOldIssues(stage: Stage, responsibleBodyId: string): Promise<void> {
  const moved = await raise(
    stage,
    'centre',
    'migration',
    '历史库迁移停机窗口协调',
    '三个单位的停机窗口冲突，需统一安排。',
  )
  await stage.act('bureau', issues.close, {
    params: { id: moved.id },
    body: { version: moved.version, result: '已确定周末分批停机，三个单位签认。' },
  })
  const line = await raise(
    stage,
    'resources-admin',
    'responsibility',
    '专线中断责任不清',
    '互联网出口专线三次中断，两家服务商均称非己方责任。',
  )
  await stage.act('bureau', issues.decide, {
    params: { id: line.id },
    body: {
      version: line.version,
      decision: '由磐石云牵头排查并完成双路由改造，统一运维中心见证。',
      responsibleBodyId,
      workingDays: 70,
    },
  })
}

/** At its end: an issue to be decided on, a check being made and one that is being put right (R47, R48). */
export async function loadCoordination(stage: Stage, systemId: string): Promise<void> {
  await raise(
    stage,
    'ops',
    'supply',
    '政务外网区高性能存储余量不足',
    '两家服务商的高性能存储余量均低于一成，影响新系统开通。',
  )
  await loadChecks(stage, systemId)
}

async function loadChecks(stage: Stage, systemId: string): Promise<void> {
  const open = (username: string) =>
    stage.act(username, checks.create, { body: { subjectNoun: 'system', subjectId: systemId } })
  await open('cipher')
  let check = await open('cyberspace')
  const params = { id: check.id }
  for (const { code } of check.findings) {
    const fails = code === 'emergency-plan'
    const note = fails ? '应急预案已一年以上未演练。' : ''
    const body = {
      version: check.version,
      code,
      verdict: fails ? ('fails' as const) : ('meets' as const),
      note,
    }
    check = await stage.act('cyberspace', checks.record, { params, body })
  }
  await stage.act('cyberspace', checks.send, {
    params,
    body: { version: check.version, workingDays: 10, comment: '请按清单整改并答复。' },
  })
}
