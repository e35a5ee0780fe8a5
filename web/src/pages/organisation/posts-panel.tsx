import { organisationOperations, type Post, roles } from '@yunheng/contract'
import { useState } from 'react'
import { ActDialog, type Column, GoTo, ListTable, RowAct } from '../../kit/index.ts'
import { to } from '../../paths.ts'
import { type TextOf, usePick, useText } from '../../text/index.ts'
import { formatDay, StateMark } from '../../ui/index.ts'

/** Who holds which post and until when, of one person or of one body. */
export function PostsTable({
  query,
}: {
  readonly query: { readonly personId: string } | { readonly bodyId: string }
}) {
  const t = useText('organisation')
  const pick = usePick()
  const [ending, setEnding] = useState<Post | null>(null)
  const byPerson = 'personId' in query
  return (
    <>
      <ListTable
        operation={organisationOperations.listPosts}
        query={query}
        urlName="posts"
        label={t('posts.title')}
        rowKey={(row) => row.id}
        empty={{ title: t('posts.empty'), why: t('posts.empty-why') }}
        columns={[
          {
            key: 'state',
            title: t('column.state'),
            oneLine: true,
            render: (row) => <PostState post={row} t={t} />,
          },
          byPerson ? bodyColumn(t) : personColumn(t),
          { key: 'title', title: t('column.title'), render: (row) => row.title },
          { key: 'role', title: t('column.role'), render: (row) => pick(roles[row.role].title) },
          {
            key: 'period',
            title: t('column.period'),
            wideOnly: true,
            render: (row) =>
              row.validTo
                ? t('posts.period-until', { from: formatDay(row.validFrom), until: formatDay(row.validTo) })
                : t('posts.period', { from: formatDay(row.validFrom) }),
          },
          {
            key: 'actions',
            title: t('column.actions'),
            render: (row) =>
              row.endedAt === null && (
                <RowAct label={t('posts.end')} allowance={row.actions.end} onAct={() => setEnding(row)} />
              ),
          },
        ]}
      />
      <ActDialog
        operation={organisationOperations.endPost}
        open={ending !== null}
        onClose={() => setEnding(null)}
        params={{ id: ending?.id ?? '' }}
        title={t('posts.end-title', { person: ending?.personName ?? '', title: ending?.title ?? '' })}
        verb={t('posts.end')}
        danger
        also={['person', 'body']}
      >
        <p>{t('posts.end-what')}</p>
      </ActDialog>
    </>
  )
}

const bodyColumn = (t: TextOf<'organisation'>): Column<Post> => ({
  key: 'body',
  title: t('column.body'),
  render: (row) => <GoTo to={to('body', { id: row.bodyId })}>{row.bodyName}</GoTo>,
})

const personColumn = (t: TextOf<'organisation'>): Column<Post> => ({
  key: 'person',
  title: t('column.person'),
  render: (row) => <GoTo to={to('person', { id: row.personId })}>{row.personName}</GoTo>,
})

function PostState({ post, t }: { readonly post: Post; readonly t: TextOf<'organisation'> }) {
  if (post.valid) return <StateMark tone="good">{t('posts.valid')}</StateMark>
  const ahead = post.endedAt === null && post.validFrom > new Date().toISOString()
  return <StateMark tone={ahead ? 'busy' : 'off'}>{t(ahead ? 'posts.not-yet' : 'posts.over')}</StateMark>
}
