import {
  savingOperations as operations,
  SAVING_NOTICE_STATES,
  type SavingNotice,
  type SavingNoticeState,
} from '@yunheng/contract'
import { useLoaded } from '../../api/index.ts'
import { type Column, FilterBar, GoTo, ListTable, optionsOf } from '../../kit/index.ts'
import { to } from '../../paths.ts'
import { useSession } from '../../shell/session.ts'
import { type TextOf, useText } from '../../text/index.ts'
import {
  Figure,
  formatMoney,
  formatNumber,
  formatTime,
  ListPage,
  Money,
  StateMark,
  type Tone,
} from '../../ui/index.ts'
import { Evidence, RuleMark, Sizes } from './proposal-columns.tsx'

const names = ['id', 'state', 'bodyId', 'resourceId'] as const
const tones: Record<SavingNoticeState, Tone> = {
  sent: 'busy',
  accepted: 'attention',
  objected: 'busy',
  insisted: 'bad',
  waived: 'off',
  done: 'good',
  lapsed: 'off',
}
/** What the body has still to apply for. */
const toDo: readonly SavingNoticeState[] = ['accepted', 'insisted']

const applicants: readonly string[] = ['department-admin', 'department-applicant']

/** From the notice to its effect, each step dated (R128, R129). */
export default function NoticeListPage() {
  const t = useText('saving')
  const isDepartment = applicants.includes(useSession().actingPost?.role ?? '')
  const { states } = useLoaded(operations.programme, {})
  return (
    <ListPage
      title={t('notice.title')}
      filters={
        <FilterBar
          filters={[
            {
              kind: 'choice',
              key: 'state',
              label: t('notice.state'),
              options: optionsOf(SAVING_NOTICE_STATES, (value) => t(`notice.state.${value}`)),
            },
          ]}
        />
      }
    >
      <p className="yh-quiet">{t('notice.what')}</p>
      {states.length > 0 && (
        <section className="yh-figures" aria-label={t('programme.title')}>
          {states.map((row) => (
            <Figure
              key={row.state}
              label={t(`notice.state.${row.state}`)}
              value={
                <GoTo to={to('savingNotices', { state: row.state })}>
                  {t('programme.count', { count: row.count })}
                </GoTo>
              }
              note={t('programme.saving', {
                money: formatMoney(row.state === 'done' ? row.settled : row.saving),
              })}
            />
          ))}
        </section>
      )}
      <ListTable
        operation={operations.notices}
        filters={names}
        label={t('notice.title')}
        rowKey={(row) => row.id}
        columns={columns(t, isDepartment)}
        empty={{ title: t('notice.empty'), why: t('notice.empty-why') }}
      />
    </ListPage>
  )
}

function columns(t: TextOf<'saving'>, isDepartment: boolean): readonly Column<SavingNotice>[] {
  const said = (at: string | null, by: string | null, words: string | null) =>
    at === null ? (
      '—'
    ) : (
      <>
        {t('notice.by', { time: formatTime(at), name: by ?? '' })}
        {words && <div className="yh-quiet yh-small">{words}</div>}
      </>
    )
  return [
    {
      key: 'state',
      title: t('notice.state'),
      oneLine: true,
      render: (row) => <StateMark tone={tones[row.state]}>{t(`notice.state.${row.state}`)}</StateMark>,
    },
    {
      key: 'resource',
      title: t('column.resource'),
      render: (row) => (
        <>
          <GoTo to={to('resource', { id: row.resource.id })}>{row.resource.name}</GoTo>
          <div className="yh-quiet yh-small">{`${row.system.name} · ${row.body.name}`}</div>
        </>
      ),
    },
    {
      key: 'rule',
      title: t('column.rule'),
      render: (row) => (
        <>
          <RuleMark rule={row.rule} />
          <div className="yh-small">
            <Sizes row={row} t={t} />
          </div>
          <Evidence row={row} t={t} />
        </>
      ),
    },
    {
      key: 'saving',
      title: t('column.saving'),
      number: true,
      render: (row) => (row.saving === null ? t('saving.unpriced') : <Money money={row.saving} />),
    },
    {
      key: 'sent',
      title: t('notice.sent'),
      wideOnly: true,
      render: (row) => said(row.sentAt, row.sentBy, null),
    },
    {
      key: 'answer',
      title: t('notice.answer'),
      render: (row) => said(row.answeredAt, row.answeredBy, row.answer),
    },
    {
      key: 'decision',
      title: t('notice.decision'),
      wideOnly: true,
      render: (row) => said(row.decidedAt, row.decidedBy, row.decision),
    },
    {
      key: 'result',
      title: t('notice.result'),
      render: (row) => <Result row={row} isDepartment={isDepartment} />,
    },
  ]
}

/** What is left to be done, through the ordinary request; or what came of it. */
function Result({ row, isDepartment }: { readonly row: SavingNotice; readonly isDepartment: boolean }) {
  const t = useText('saving')
  if (toDo.includes(row.state) && isDepartment) {
    const kind = row.rule === 'oversized' ? 'change' : 'release'
    return (
      <GoTo to={to('requestNew', { kind, system: row.system.id, resource: row.resource.id })}>
        {t(`notice.apply-${kind}`)}
      </GoTo>
    )
  }
  if (row.state === 'lapsed') return <>{t('notice.lapsed', { day: row.settledOn ?? '' })}</>
  if (row.state !== 'done') return <>—</>
  const day = row.settledOn ?? ''
  return (
    <>
      {row.settledSaving === null
        ? t('notice.settled-unpriced', { day })
        : t('notice.settled', { day, money: formatMoney(row.settledSaving) })}
      <div className="yh-quiet yh-small">
        {row.effectOn === null
          ? t('notice.waiting-effect')
          : row.effectCpu !== null &&
            t('notice.effect', { day: row.effectOn, percent: formatNumber(row.effectCpu, 1) })}
      </div>
    </>
  )
}
