import type { SavingNotice, SavingNoticeState } from '@yunheng/contract'
import { type Column, GoTo, RowAct } from '../../kit/index.ts'
import { to } from '../../paths.ts'
import { type TextOf, useText } from '../../text/index.ts'
import { formatMoney, formatNumber, formatTime, Money, StateMark, type Tone } from '../../ui/index.ts'
import { type Answering, HOWS } from './answer-notices.tsx'
import { NoticeFiles } from './notice-files.tsx'
import { Evidence, RuleMark, Sizes } from './proposal-columns.tsx'

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
const open: readonly SavingNoticeState[] = ['sent', ...toDo]

interface Acts {
  readonly mayPlan: boolean
  readonly plan: (row: SavingNotice) => void
  readonly mayAnswer: boolean
  readonly answer: (answering: Answering) => void
}

export function noticeColumns(t: TextOf<'saving'>, acts: Acts): readonly Column<SavingNotice>[] {
  return [
    {
      key: 'state',
      title: t('notice.state'),
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
    { key: 'course', title: t('notice.course'), render: (row) => <Course row={row} /> },
    {
      key: 'due',
      title: t('due.title'),
      render: (row) => <Due row={row} />,
    },
    {
      key: 'result',
      title: t('notice.result'),
      render: (row) => (
        <>
          {acts.mayAnswer && row.actions.answer.allowed && (
            <span className="yh-row">
              {HOWS.map((how) => (
                <RowAct
                  key={how}
                  label={t(`answer.${how}`)}
                  allowance={row.actions.answer}
                  onAct={() => acts.answer({ how, rows: [row] })}
                />
              ))}
            </span>
          )}
          <Result row={row} mayPlan={acts.mayPlan} plan={acts.plan} />
        </>
      ),
    },
  ]
}

/** Told, answered, decided: when, by whom, in which words. */
function Course({ row }: { readonly row: SavingNotice }) {
  const t = useText('saving')
  const step = (what: string, at: string | null, by: string | null, words: string | null) =>
    at !== null && (
      <div>
        <span className="yh-quiet yh-small">
          {t('notice.step', { what, time: formatTime(at), name: by ?? '' })}
        </span>
        {words && <div>{words}</div>}
      </div>
    )
  return (
    <div className="yh-stack-tight">
      {step(t('notice.sent'), row.sentAt, row.sentBy, null)}
      {step(t('notice.answer'), row.answeredAt, row.answeredBy, row.answer)}
      <NoticeFiles notice={row} />
      {step(t('notice.decision'), row.decidedAt, row.decidedBy, row.decision)}
      <Plan row={row} />
    </div>
  )
}

/** By when it is to be done, and who was told that it is not. */
function Due({ row: { dueOn, daysLate, reminders } }: { readonly row: SavingNotice }) {
  const t = useText('saving')
  const last = reminders.findLast((one) => one.dueOn === dueOn)
  return (
    <>
      {dueOn ?? '—'}
      {daysLate !== null && (
        <div>
          <StateMark tone="bad">{t('due.days-late', { days: daysLate })}</StateMark>
        </div>
      )}
      {last && (
        <div className="yh-quiet yh-small">
          {t('due.told', { what: t(`due.step.${last.step}`), time: formatTime(last.at) })}
        </div>
      )}
    </>
  )
}

/** By when the body says that it will be done, or the schedule that does it. */
function Plan({ row }: { readonly row: SavingNotice }) {
  const t = useText('saving')
  return (
    <>
      {row.plannedOn && (
        <div className="yh-small">
          {t('plan.says', { day: row.plannedOn, name: row.plannedBy ?? '' })}
          <div className="yh-quiet">{row.planNote}</div>
          {row.planKept === false && <StateMark tone="bad">{t('plan.missed')}</StateMark>}
        </div>
      )}
      {row.schedule && (
        <div className="yh-small">
          <GoTo to={to('powerSchedule', { id: row.schedule.id })}>
            {t('plan.schedule', { name: row.schedule.name })}
          </GoTo>
        </div>
      )}
    </>
  )
}

const schedulable: readonly SavingNotice['rule'][] = ['idle', 'oversized']

/** What is left to be done: by the ordinary request, by a day, or by a schedule. */
function ToDo({ row, plan }: { readonly row: SavingNotice; readonly plan: (row: SavingNotice) => void }) {
  const t = useText('saving')
  const { system, resource } = row
  const kind = row.rule === 'oversized' ? 'change' : 'release'
  const place = { system: system.id, resource: resource.id }
  return (
    <span className="yh-row">
      {toDo.includes(row.state) && (
        <GoTo to={to('requestNew', { kind, ...place })}>{t(`notice.apply-${kind}`)}</GoTo>
      )}
      {row.kind === 'server' && schedulable.includes(row.rule) && row.schedule === null && (
        <GoTo to={to('powerScheduleNew', { ...place, notice: row.id })}>{t('plan.make-schedule')}</GoTo>
      )}
      <RowAct label={t('plan.do')} allowance={row.actions.plan} onAct={() => plan(row)} />
    </span>
  )
}

/** What the bills say, beside what the list price promised. */
function Billed({ billed }: Pick<SavingNotice, 'billed'>) {
  const t = useText('saving')
  if (billed === null) return <div className="yh-quiet yh-small">{t('billed.waiting')}</div>
  const { beforeMonth, afterMonth, before, after, saved } = billed
  if (before === null || after === null || saved === null)
    return <div className="yh-quiet yh-small">{t('billed.unknown')}</div>
  return (
    <div>
      {t('billed.saved', { money: formatMoney(saved) })}
      <div className="yh-quiet yh-small">
        {t('billed.between', {
          from: beforeMonth,
          before: formatMoney(before),
          to: afterMonth,
          after: formatMoney(after),
        })}
      </div>
    </div>
  )
}

/** What is left to be done, or what came of it. */
function Result(props: {
  readonly row: SavingNotice
  readonly mayPlan: boolean
  readonly plan: (row: SavingNotice) => void
}) {
  const t = useText('saving')
  const { row, mayPlan } = props
  if (mayPlan && open.includes(row.state)) return <ToDo row={row} plan={props.plan} />
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
      <Billed billed={row.billed} />
    </>
  )
}
