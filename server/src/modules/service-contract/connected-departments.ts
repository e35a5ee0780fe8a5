import type { ResponseOf, serviceContractOperations } from '@yunheng/contract'
import type { Ctx } from '../../platform/context.ts'
import { dayInChina } from '../../platform/worktime/index.ts'
import { countDepartments, listConnected } from './contract-store.ts'

const LIST_MAX = 1000

const BASIS = {
  zh: '当日有生效的政务云租用合同的使用单位，按单位去重计数',
  en: 'Departments with a lease of the government cloud in force today, each counted once',
}

/** R33: how many departments have connected, and which; under the caller's sight. */
export async function connectedDepartments(
  ctx: Ctx,
): Promise<ResponseOf<typeof serviceContractOperations.connected>> {
  const db = ctx.authz.require(ctx, 'list', 'service-contract')
  const now = ctx.clock.now()
  const rows = await listConnected(db, dayInChina(now), LIST_MAX)
  return {
    count: rows[0]?.departments ?? 0,
    departments: await countDepartments(db),
    basis: BASIS,
    items: rows.map(({ id, name, leases, since, until }) => ({ body: { id, name }, leases, since, until })),
    asOf: now.toISOString(),
  }
}
