import { organisationOperations as operations } from '@yunheng/contract'
import { type Route, route } from '../../../platform/http/index.ts'
import { exportPeople } from '../export-people.ts'
import { createPerson } from './create-person.ts'
import { deactivatePerson } from './deactivate-person.ts'
import { findPerson, listPeople } from './person-store.ts'
import { toPerson } from './person-view.ts'
import { updatePerson } from './update-person.ts'

export const personRoutes: readonly Route[] = [
  route(operations.listPeople, async (ctx, { query }) =>
    listPeople(ctx.authz.require(ctx, 'list', 'person'), query, query, (row) => toPerson(ctx, row)),
  ),
  route(operations.exportPeople, (ctx, { query }) => exportPeople(ctx, query)),
  route(operations.getPerson, async (ctx, { params }) =>
    toPerson(ctx, ctx.authz.authorised(ctx, 'view', 'person', await findPerson(ctx.db, params.id))),
  ),
  route(operations.createPerson, async (ctx, { body }) => toPerson(ctx, await createPerson(ctx, body))),
  route(operations.updatePerson, async (ctx, { params, body }) =>
    toPerson(ctx, await updatePerson(ctx, params.id, body)),
  ),
  route(operations.deactivatePerson, async (ctx, { params, body }) =>
    toPerson(ctx, await deactivatePerson(ctx, params.id, body.version)),
  ),
]
