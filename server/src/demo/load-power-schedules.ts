import { powerScheduleOperations, resourceOperations } from '@yunheng/contract'
import { dayInChina } from '../platform/worktime/index.ts'
import { sampleBodies } from './province.ts'
import type { Stage } from './stage.ts'

const DAY_MS = 86_400_000
const WORKDAYS = [1, 2, 3, 4, 5]

/** One department lets servers of a system rest at night and at weekends, from next Monday on. */
export async function loadPowerSchedules(stage: Stage, today: Date): Promise<void> {
  const { items } = await stage.act('centre', resourceOperations.list, {
    query: { kind: 'server', state: 'ready', pageSize: 200 },
  })
  for (const [systemId, servers] of Map.groupBy(items, (one) => one.system.id)) {
    const body = sampleBodies.find(({ name }) => name === servers[0]?.body.name)
    const admin = body?.people.find((person) => person.role === 'department-admin')?.username
    if (admin === undefined) continue
    const made = await stage.act(admin, powerScheduleOperations.create, {
      body: {
        name: '办公时间开机（样例）',
        systemId,
        resourceIds: servers.slice(0, 2).map(({ id }) => id),
        windows: [
          { days: WORKDAYS, from: '07:30', to: '20:00' },
          { days: [6], from: '09:00', to: '12:00' },
        ],
        validFrom: nextMonday(today),
        validUntil: null,
        savingNoticeId: null,
      },
    })
    // Nobody is there on Saturdays after all.
    await stage.act(admin, powerScheduleOperations.change, {
      params: { id: made.id },
      body: {
        version: made.version,
        windows: [{ days: WORKDAYS, from: '07:30', to: '20:00' }],
        from: nextMonday(new Date(today.getTime() + 7 * DAY_MS)),
        validUntil: null,
        reason: '周六不再值班（样例）',
      },
    })
    return
  }
}

function nextMonday(today: Date): string {
  const weekday = new Date(`${dayInChina(today)}T00:00:00Z`).getUTCDay()
  return dayInChina(new Date(today.getTime() + (8 - (weekday || 7)) * DAY_MS))
}
