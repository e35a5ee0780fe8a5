import { type CheckList, checkListOperations, GUIDE_FIELDS } from '@yunheng/contract'
import { type Column, choice, DefaultTag, flag, GoTo, RegisterPage, type Terms } from '../../kit/index.ts'
import { to } from '../../paths.ts'
import { type TextOf, usePick, useText } from '../../text/index.ts'
import { StateMark } from '../../ui/index.ts'

export default function CheckListsPage() {
  const t = useText('coordination')
  const terms = useText('terms')
  const pick = usePick()
  return (
    <RegisterPage
      title={t('lists.title')}
      list={checkListOperations.list}
      names={['field', 'inForce']}
      filters={[
        choice('field', t('field'), GUIDE_FIELDS, (value) => terms(`guide-field.${value}`)),
        flag('inForce', t('list.in-force')),
      ]}
      above={<p className="yh-quiet">{t('lists.what')}</p>}
      columns={columns(t, terms, pick)}
      empty={{ title: t('lists.empty'), why: t('lists.empty-why') }}
    />
  )
}

export function ListState({ list }: { readonly list: CheckList }) {
  const t = useText('coordination')
  return list.isInForce ? (
    <StateMark tone="good">{t('list.in-force')}</StateMark>
  ) : (
    <StateMark tone="off">{t('list.not-in-force')}</StateMark>
  )
}

function columns(
  t: TextOf<'coordination'>,
  terms: Terms,
  pick: ReturnType<typeof usePick>,
): readonly Column<CheckList>[] {
  return [
    { key: 'state', title: t('state'), oneLine: true, render: (row) => <ListState list={row} /> },
    {
      key: 'title',
      title: t('list.title-one'),
      render: (row) => (
        <>
          <GoTo to={to('checkList', { id: row.id })}>{pick(row.title)}</GoTo>{' '}
          {t('list.number', { number: row.number })}
        </>
      ),
    },
    { key: 'field', title: t('field'), render: (row) => terms(`guide-field.${row.field}`) },
    { key: 'items', title: t('list.items'), number: true, render: (row) => row.items.length },
    { key: 'from', title: t('list.from'), oneLine: true, render: (row) => row.effectiveFrom },
    {
      key: 'source',
      title: t('list.source'),
      render: (row) => (row.isProductDefault ? <DefaultTag when /> : row.source),
    },
    { key: 'by', title: t('list.by'), render: (row) => row.publishedBy },
  ]
}
