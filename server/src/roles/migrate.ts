import { bringUpToDate, openStore } from './open-store.ts'
import type { Role } from './role.ts'

/** Brings the schema up to date and ends: the step of an upgrade before the new processes start. */
export const migrate: Role = {
  summary: { zh: '更新数据库结构后退出', en: 'bring the database schema up to date and end' },
  async run(context) {
    const database = await openStore(context, 'tool')
    await bringUpToDate(database, context)
    context.say({ zh: '数据库结构为最新', en: 'The database schema is current' })
  },
}
