import {
  ADOPTION_LIST_SORTS,
  ADOPTION_LIST_STATES,
  type AdoptionListSummary,
  adoptionOperations,
} from '@yunheng/contract'
import { type Column, choice, GoTo, RegisterPage, State } from '../../kit/index.ts'
import { to } from '../../paths.ts'
import { useMay } from '../../shell/session.ts'
import { type TextOf, useText } from '../../text/index.ts'
import { Time } from '../../ui/index.ts'

const names = ['sort', 'state'] as const

export default function AdoptionListsPage() {
  const t = useText('adoption')
  const terms = useText('terms')
  const seesInventory = useMay('list', 'inventory')
  return (
    <RegisterPage
      title={t('lists.title')}
      list={adoptionOperations.list}
      names={names}
      filters={[
        choice('sort', t('lists.sort'), ADOPTION_LIST_SORTS, (value) => t(`sort.${value}`)),
        choice('state', t('lists.state'), ADOPTION_LIST_STATES, (value) => terms(`adoption.${value}`)),
      ]}
      columns={columns(t)}
      empty={{
        title: t('lists.empty'),
        why: t('lists.empty-why'),
        action: seesInventory && <GoTo to={to('adoption')}>{t('lists.empty-go')}</GoTo>,
      }}
    />
  )
}

function columns(t: TextOf<'adoption'>): readonly Column<AdoptionListSummary>[] {
  return [
    {
      key: 'state',
      title: t('lists.state'),
      oneLine: true,
      render: (row) => <State of="adoption" state={row.state} />,
    },
    {
      key: 'no',
      title: t('list'),
      render: (row) => (
        <>
          <GoTo to={to('adoptionList', { id: row.id })}>{row.no}</GoTo>
          <div className="yh-quiet yh-small">{`${t(`sort.${row.sort}`)} · ${row.cloud.name}`}</div>
        </>
      ),
    },
    { key: 'body', title: t('lists.body'), render: (row) => row.body.name },
    {
      key: 'progress',
      title: t('lists.progress'),
      render: (row) => <Progress row={row} t={t} />,
    },
    {
      key: 'created',
      title: t('lists.created'),
      oneLine: true,
      wideOnly: true,
      render: (row) => (
        <>
          {row.createdBy} <Time at={row.createdAt} />
        </>
      ),
    },
  ]
}

export function Progress({
  row: { sort, counts },
  t,
}: {
  readonly row: Pick<AdoptionListSummary, 'sort' | 'counts'>
  readonly t: TextOf<'adoption'>
}) {
  const taken = counts['taken-in'] + counts.priced
  const all = counts.assigned + counts.approved + taken + counts['left-out']
  return (
    <>
      {t(sort === 'plan' ? 'lists.priced-of' : 'lists.progress-of', { taken, all })}
      {counts['left-out'] > 0 && (
        <div className="yh-quiet yh-small">{t('lists.left-out', { count: counts['left-out'] })}</div>
      )}
    </>
  )
}
