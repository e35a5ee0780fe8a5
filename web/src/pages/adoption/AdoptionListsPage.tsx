import { ADOPTION_LIST_STATES, type AdoptionListSummary, adoptionOperations } from '@yunheng/contract'
import { type Column, choice, GoTo, RegisterPage, State } from '../../kit/index.ts'
import { to } from '../../paths.ts'
import { useMay } from '../../shell/session.ts'
import { type TextOf, useText } from '../../text/index.ts'
import { Time } from '../../ui/index.ts'

const names = ['state'] as const

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
          <div className="yh-quiet yh-small">{row.cloud.name}</div>
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
  row: { counts },
  t,
}: {
  readonly row: Pick<AdoptionListSummary, 'counts'>
  readonly t: TextOf<'adoption'>
}) {
  const all = counts.assigned + counts.approved + counts['taken-in'] + counts['left-out']
  return (
    <>
      {t('lists.progress-of', { taken: counts['taken-in'], all })}
      {counts['left-out'] > 0 && (
        <div className="yh-quiet yh-small">{t('lists.left-out', { count: counts['left-out'] })}</div>
      )}
    </>
  )
}
