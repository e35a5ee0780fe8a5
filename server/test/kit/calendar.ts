import { calendarOperations } from '@yunheng/contract'
import { well } from './journey.ts'
import type { TestServer } from './open-server.ts'

/** The arrangement of the holidays of a year is published in the November before; here, what the law alone says. */
export async function givenCalendar(
  { call, world }: Pick<TestServer, 'call' | 'world'>,
  years: readonly number[],
): Promise<void> {
  const { systemAdmin } = world.people
  const { items } = await well(call(systemAdmin, calendarOperations.calendarList))
  const [china] = items
  if (china === undefined) throw new Error('a calendar is installed')
  let { version } = china
  for (const year of years.filter((one) => !china.years.includes(one))) {
    const days = [{ day: `${year}-01-01`, kind: 'holiday' as const, name: '元旦' }]
    const body = { version, year, days, source: '模拟：仅元旦' }
    const changed = await well(
      call(systemAdmin, calendarOperations.calendarSetYear, { params: { id: china.id }, body }),
    )
    version = changed.version
  }
}
