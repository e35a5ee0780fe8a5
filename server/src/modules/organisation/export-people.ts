import { type organisationOperations, type Person, type Post, type QueryOf, roles } from '@yunheng/contract'
import type { Ctx } from '../../platform/context.ts'
import type { Download } from '../../platform/http/index.ts'
import { exportList, type ListColumn, YES } from '../../platform/xlsx/index.ts'
import { listPeople } from './person/person-store.ts'
import { toPerson } from './person/person-view.ts'
import { listPosts } from './post/post-store.ts'
import { toPost } from './post/post-view.ts'

const PEOPLE: readonly ListColumn<Person>[] = [
  { title: { zh: '姓名', en: 'Name' }, kind: 'text', value: (row) => row.name },
  { title: { zh: '所属机构', en: 'Body' }, kind: 'text', width: 32, value: (row) => row.bodyName },
  { title: { zh: '电话', en: 'Phone' }, kind: 'text', value: (row) => row.phone },
  { title: { zh: '电子邮箱', en: 'E-mail' }, kind: 'text', width: 28, value: (row) => row.email },
  { title: { zh: '登记时间', en: 'Entered' }, kind: 'instant', width: 18, value: (row) => row.createdAt },
  {
    title: { zh: '停用时间', en: 'Deactivated' },
    kind: 'instant',
    width: 18,
    value: (row) => row.deactivatedAt,
  },
]

const POSTS: readonly ListColumn<Post>[] = [
  { title: { zh: '姓名', en: 'Name' }, kind: 'text', value: (row) => row.personName },
  { title: { zh: '任职机构', en: 'Body' }, kind: 'text', width: 32, value: (row) => row.bodyName },
  { title: { zh: '职务', en: 'Title' }, kind: 'text', width: 24, value: (row) => row.title },
  {
    title: { zh: '岗位', en: 'Role' },
    kind: 'text',
    width: 28,
    value: (row) => roles[row.role].title,
  },
  {
    title: { zh: '在任', en: 'In force' },
    kind: 'text',
    width: 8,
    value: (row) => (row.valid ? YES : null),
  },
  { title: { zh: '起', en: 'From' }, kind: 'instant', width: 18, value: (row) => row.validFrom },
  { title: { zh: '止', en: 'To' }, kind: 'instant', width: 18, value: (row) => row.validTo },
  { title: { zh: '结束', en: 'Ended' }, kind: 'instant', width: 18, value: (row) => row.endedAt },
]

export async function exportPeople(
  ctx: Ctx,
  { language = 'zh', ...filter }: QueryOf<typeof organisationOperations.exportPeople>,
): Promise<Download> {
  const db = ctx.authz.require(ctx, 'list', 'person')
  return exportList(ctx, {
    noun: 'person',
    name: { zh: '人员', en: 'People' },
    language,
    filter,
    columns: PEOPLE,
    page: (page) => listPeople(db, filter, page, (row) => toPerson(ctx, row)),
  })
}

export async function exportPosts(
  ctx: Ctx,
  { language = 'zh', ...filter }: QueryOf<typeof organisationOperations.exportPosts>,
): Promise<Download> {
  const db = ctx.authz.require(ctx, 'list', 'post')
  return exportList(ctx, {
    noun: 'post',
    name: { zh: '岗位', en: 'Posts' },
    language,
    filter,
    columns: POSTS,
    page: (page) => listPosts(db, filter, page, (row) => toPost(ctx, row)),
  })
}
