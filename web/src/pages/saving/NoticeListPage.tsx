import { savingOperations as operations, SAVING_NOTICE_STATES, type SavingNotice } from '@yunheng/contract'
import { useState } from 'react'
import { useLoaded } from '../../api/index.ts'
import {
  choice,
  flag,
  GoTo,
  latestMonths,
  monthsAround,
  RegisterPage,
  useSelection,
} from '../../kit/index.ts'
import { to } from '../../paths.ts'
import { useMay } from '../../shell/session.ts'
import { useText } from '../../text/index.ts'
import { Figure, formatMoney } from '../../ui/index.ts'
import { AnswerButtons, AnswerDialog, type Answering, PlanDialog } from './answer-notices.tsx'
import { noticeColumns } from './notice-columns.tsx'

const names = ['id', 'state', 'bodyId', 'resourceId', 'overdue', 'dueMonth', 'doneMonth', 'billed'] as const
/** From the notice to its effect, each step dated (R128, R129). */
export default function NoticeListPage() {
  const t = useText('saving')
  const mayPlan = useMay('operate', 'saving-notice')
  const { states, overdue, dueWorkingDays, isProductDefault } = useLoaded(operations.programme, {})
  const mayAnswer = useMay('approve', 'saving-notice')
  const [planned, setPlanned] = useState<SavingNotice | null>(null)
  const [answered, setAnswered] = useState<Answering | null>(null)
  const selection = useSelection<SavingNotice>(
    (row) => row.id,
    (row) => row.resource.name,
  )
  const open = selection.rows.filter((row) => row.actions.answer.allowed)
  return (
    <RegisterPage
      title={t('notice.title')}
      meta={<GoTo to={to('savingResults')}>{t('look.results')}</GoTo>}
      list={operations.notices}
      file={operations.exportNotices}
      names={names}
      filters={[
        choice('state', t('notice.state'), SAVING_NOTICE_STATES, (value) => t(`notice.state.${value}`)),
        flag('overdue', t('due.only-late')),
        choice('dueMonth', t('results.due-month'), monthsAround(), (month) => month),
        choice('doneMonth', t('results.done-month'), latestMonths(), (month) => month),
        flag('billed', t('results.only-billed')),
      ]}
      above={
        <>
          <p className="yh-quiet">
            {t('notice.what')}
            {t('due.rule', { days: dueWorkingDays })}
            {isProductDefault && t('due.default')}
          </p>
          {mayAnswer &&
            selection.bar(
              <AnswerButtons
                rows={open}
                blockedBecause={open.length === 0 ? t('answer.none') : null}
                answer={setAnswered}
              />,
            )}
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
              {overdue.count > 0 && (
                <Figure
                  label={t('due.late')}
                  value={
                    <GoTo to={to('savingNotices', { overdue: 'true' })}>
                      {t('programme.count', { count: overdue.count })}
                    </GoTo>
                  }
                  note={
                    <>
                      <div>{t('programme.saving', { money: formatMoney(overdue.saving) })}</div>
                      <div>{t('due.escalated', { count: overdue.escalated })}</div>
                    </>
                  }
                />
              )}
            </section>
          )}
        </>
      }
      columns={[
        ...(mayAnswer ? [selection.column] : []),
        ...noticeColumns(t, { mayPlan, plan: setPlanned, mayAnswer, answer: setAnswered }),
      ]}
      empty={{ title: t('notice.empty'), why: t('notice.empty-why') }}
    >
      {answered && (
        <AnswerDialog answering={answered} onClose={() => setAnswered(null)} onDone={selection.clear} />
      )}
      {planned && <PlanDialog notice={planned} onClose={() => setPlanned(null)} />}
    </RegisterPage>
  )
}
