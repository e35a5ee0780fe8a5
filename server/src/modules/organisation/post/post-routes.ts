import { organisationOperations as operations } from '@yunheng/contract'
import { type Route, route } from '../../../platform/http/index.ts'
import { exportPosts } from '../export-people.ts'
import { endPost } from './end-post.ts'
import { grantPost } from './grant-post.ts'
import { listPosts } from './post-store.ts'
import { toPost } from './post-view.ts'

export const postRoutes: readonly Route[] = [
  route(operations.listPosts, async (ctx, { query }) =>
    listPosts(ctx.authz.require(ctx, 'list', 'post'), query, query, (row) => toPost(ctx, row)),
  ),
  route(operations.exportPosts, (ctx, { query }) => exportPosts(ctx, query)),
  route(operations.grantPost, async (ctx, { body }) => toPost(ctx, await grantPost(ctx, body))),
  route(operations.endPost, async (ctx, { params }) => toPost(ctx, await endPost(ctx, params.id))),
]
