import { requestTemplateOperations as templates, termOperations as terms } from '@yunheng/contract'
import { type Route, route } from '../../../platform/http/index.ts'
import type { Doors } from '../doors.ts'
import { changeTemplate, createTemplate, deleteTemplate, toTemplate } from '../template/template.ts'
import { listTemplates } from '../template/template-store.ts'
import { chooseEnd, confirmReclaim, keepResource } from './act-on-term.ts'
import { listResourceTerms } from './term-view.ts'

export const createTermRoutes = (doors: Doors): readonly Route[] => [
  route(terms.list, async (ctx, { query }) => listResourceTerms(doors, ctx, query)),
  route(terms.choose, (ctx, { params, body }) => chooseEnd(doors, ctx, params.id, body)),
  route(terms.confirm, (ctx, { params }) => confirmReclaim(doors, ctx, params.id)),
  route(terms.keep, (ctx, { params }) => keepResource(doors, ctx, params.id)),
  route(templates.list, async (ctx, { query }) =>
    listTemplates(ctx.authz.require(ctx, 'list', 'request-template'), query, query, (row) =>
      toTemplate(ctx, row),
    ),
  ),
  route(templates.create, async (ctx, { body }) => toTemplate(ctx, await createTemplate(ctx, body))),
  route(templates.update, async (ctx, { params, body }) =>
    toTemplate(ctx, await changeTemplate(ctx, params.id, body)),
  ),
  route(templates.remove, async (ctx, { params }) => deleteTemplate(ctx, params.id)),
]
