import {
  contractTermsOperations,
  serviceContractOperations as operations,
  type ServiceContract,
} from '@yunheng/contract'
import type { Ctx } from '../../platform/context.ts'
import { type Route, route } from '../../platform/http/index.ts'
import { dayInChina } from '../../platform/worktime/index.ts'
import { connectedDepartments } from './connected-departments.ts'
import { type ContractRow, findContract, listContracts } from './contract-store.ts'
import { toContract } from './contract-view.ts'
import { type Flows, renewContract, terminateContract } from './end-contract.ts'
import { correctContract, enterContract } from './enter-contract.ts'
import { exportContracts } from './export-contracts.ts'
import { permitMore } from './permit-more.ts'
import { contractRules } from './rules-of-contract.ts'
import { seenPrice, seenTerms, setTerms, type TermsPorts } from './set-terms.ts'

async function shown(ctx: Ctx, row: ContractRow): Promise<ServiceContract> {
  return toContract(ctx, row, await contractRules(ctx.db, dayInChina(ctx.clock.now()), row.body_id))
}

export const createContractRoutes = (ports: TermsPorts, flows: Flows): readonly Route[] => [
  route(operations.list, async (ctx, { query }) => {
    const db = ctx.authz.require(ctx, 'list', 'service-contract')
    const today = dayInChina(ctx.clock.now())
    // The whole platform's rules: they say when a task will be raised, and no lower level sets that.
    const rules = await contractRules(db, today, null)
    return listContracts(db, { ...query, today }, query, (row) => toContract(ctx, row, rules))
  }),
  route(operations.export, (ctx, { query }) => exportContracts(ctx, query)),
  route(operations.connected, (ctx) => connectedDepartments(ctx)),
  route(operations.get, async (ctx, { params }) => {
    const found = await findContract(ctx.db, params.id)
    return shown(ctx, ctx.authz.authorised(ctx, 'view', 'service-contract', found))
  }),
  route(operations.create, async (ctx, { body }) => shown(ctx, await enterContract(ctx, body))),
  route(operations.update, async (ctx, { params, body }) =>
    shown(ctx, await correctContract(ctx, params.id, body)),
  ),
  route(operations.renew, async (ctx, { params, body }) =>
    shown(ctx, await renewContract(ctx, params.id, body)),
  ),
  route(operations.terminate, async (ctx, { params, body }) =>
    shown(ctx, await terminateContract(flows, ctx, params.id, body)),
  ),
  route(contractTermsOperations.permit, (ctx, { params, body }) => permitMore(ctx, params.id, body)),
  route(contractTermsOperations.price, (ctx, { params }) => seenPrice(ctx, params.id)),
  route(contractTermsOperations.list, (ctx, { params }) => seenTerms(ctx, params.id)),
  route(contractTermsOperations.set, (ctx, { params, body }) => setTerms(ports, ctx, params.id, body)),
]
