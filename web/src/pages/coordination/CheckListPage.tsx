import { useParams } from '@tanstack/react-router'
import { checkListOperations } from '@yunheng/contract'
import { useLoaded } from '../../api/index.ts'
import { ActionBar, DefaultTag, Table, useGoTo } from '../../kit/index.ts'
import { to } from '../../paths.ts'
import { usePick, useText } from '../../text/index.ts'
import { Facts, ObjectPage, Panel } from '../../ui/index.ts'
import { ListState } from './CheckListsPage.tsx'

export default function CheckListPage() {
  const t = useText('coordination')
  const terms = useText('terms')
  const pick = usePick()
  const go = useGoTo()
  const { id } = useParams({ strict: false }) as { id: string }
  const list = useLoaded(checkListOperations.get, { params: { id } })
  return (
    <ObjectPage
      title={`${pick(list.title)} ${t('list.number', { number: list.number })}`}
      state={<ListState list={list} />}
      meta={<DefaultTag when={list.isProductDefault} />}
      actions={
        <ActionBar
          actions={[
            {
              key: 'new',
              label: t('list.new'),
              main: true,
              allowance: list.actions.publish,
              onAct: () => go(to('checkListEdit', { id })),
            },
          ]}
        />
      }
    >
      <Panel title={t('check.facts')}>
        <Facts
          facts={[
            { label: t('field'), value: terms(`guide-field.${list.field}`) },
            { label: t('list.from'), value: list.effectiveFrom },
            { label: t('list.source'), value: list.source },
            { label: t('list.by'), value: list.publishedBy },
          ]}
        />
      </Panel>
      <Panel title={t('list.items')} flush>
        <Table
          label={t('list.items')}
          rows={list.items}
          rowKey={(row) => row.code}
          columns={[
            { key: 'title', title: t('item'), render: (row) => pick(row.title) },
            { key: 'clause', title: t('item.clause'), render: (row) => row.clause },
            {
              key: 'subjects',
              title: t('item.subjects'),
              render: (row) => row.subjects.map((one) => terms(`check-subject.${one}`)).join(' · '),
            },
          ]}
        />
      </Panel>
    </ObjectPage>
  )
}
