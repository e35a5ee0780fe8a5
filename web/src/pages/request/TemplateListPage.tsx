import { type RequestTemplate, requestTemplateOperations } from '@yunheng/contract'
import { useState } from 'react'
import { ActDialog, ListTable, RowAct, useGoTo } from '../../kit/index.ts'
import { to } from '../../paths.ts'
import { useText } from '../../text/index.ts'
import { ActionButton, ListPage, Time } from '../../ui/index.ts'

export default function TemplateListPage() {
  const t = useText('request')
  const terms = useText('terms')
  const go = useGoTo()
  const [removing, setRemoving] = useState<RequestTemplate | null>(null)
  return (
    <ListPage title={t('templates.title')}>
      <ListTable
        operation={requestTemplateOperations.list}
        filters={['kind']}
        label={t('templates.title')}
        rowKey={(row) => row.id}
        empty={{ title: t('templates.empty'), why: t('templates.empty-why') }}
        columns={[
          {
            key: 'name',
            title: t('templates.name'),
            render: (row) => (
              <>
                <div>{row.name}</div>
                <div className="yh-quiet yh-small">{row.summary}</div>
              </>
            ),
          },
          { key: 'kind', title: t('column.kind'), render: (row) => terms(`request-kind.${row.kind}`) },
          {
            key: 'owner',
            title: t('templates.owner'),
            render: (row) => row.body?.name ?? t('templates.shared'),
          },
          {
            key: 'updated',
            title: t('templates.updated'),
            oneLine: true,
            render: (row) => <Time at={row.updatedAt} />,
          },
          {
            key: 'actions',
            title: t('terms.actions'),
            render: (row) => (
              <span className="yh-row">
                <ActionButton
                  size="small"
                  label={t('templates.use')}
                  onClick={() => go(to('requestNew', { kind: row.kind, template: row.id }))}
                />
                <RowAct
                  label={t('templates.remove')}
                  allowance={row.actions.remove}
                  onAct={() => setRemoving(row)}
                />
              </span>
            ),
          },
        ]}
      />
      <ActDialog
        operation={requestTemplateOperations.remove}
        open={removing !== null}
        onClose={() => setRemoving(null)}
        params={{ id: removing?.id ?? '' }}
        title={t('templates.remove-title', { name: removing?.name ?? '' })}
        verb={t('templates.remove')}
        danger
      />
    </ListPage>
  )
}
