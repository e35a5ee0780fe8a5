import { useParams } from '@tanstack/react-router'
import {
  differenceOperations as differences,
  statementOperations as operations,
  STATEMENT_STEPS,
  type Statement,
} from '@yunheng/contract'
import { useState } from 'react'
import { useAskAnew, useLoaded } from '../../api/index.ts'
import {
  ActionBar,
  ExportButton,
  GoTo,
  ListTable,
  RowAct,
  StateInHead,
  useReasonText,
} from '../../kit/index.ts'
import { to } from '../../paths.ts'
import { useText } from '../../text/index.ts'
import { EmptyState, Facts, formatTime, Money, Notice, ObjectPage, Panel } from '../../ui/index.ts'
import { useDifferenceColumns } from './difference-columns.tsx'
import { KindsTable } from './kinds-table.tsx'
import { LedgersTable } from './ledgers-table.tsx'
import { LinesPanel } from './lines-panel.tsx'
import { STATEMENT_VERBS, StatementDialog, type StatementVerb } from './statement-dialog.tsx'
import { Categories, useStatementFacts } from './statement-facts.tsx'

const FOLLOW_MS = 1_000

/** One statement: what it bills beside the platform's ledgers, what differs, and its lines. */
export default function StatementPage() {
  const t = useText('statement')
  const { id } = useParams({ strict: false }) as { id: string }
  const statement = useLoaded(
    operations.get,
    { params: { id } },
    { everyMs: ({ comparing }) => (comparing === null ? false : FOLLOW_MS) },
  )
  // A comparison behind the call ends on its own: what differs is another list then.
  useAskAnew('difference', statement.version)
  const [verb, setVerb] = useState<StatementVerb | null>(null)
  return (
    <ObjectPage
      title={t('heading', { provider: statement.provider.name, month: statement.month })}
      state={<StateInHead of="statement" state={statement.state} />}
      meta={
        <>
          <span>{t('number', { number: statement.number })}</span>
          <Money money={statement.amount} />
        </>
      }
      notice={<Notices statement={statement} onCompare={() => setVerb('compare')} />}
      actions={
        <>
          <GoTo className="yh-no-print" to={to('statementPrint', { id })}>
            {t('print.open')}
          </GoTo>
          <ActionBar
            actions={STATEMENT_VERBS.map((key) => ({
              key,
              label: t(`act.${key}`),
              main: statement.actions[key].allowed,
              allowance: statement.actions[key],
              onAct: () => setVerb(key),
            }))}
          />
        </>
      }
    >
      <Panel title={t('overview')}>
        <Facts facts={useStatementFacts(statement)} />
      </Panel>
      <Panel title={t('ledgers')}>
        {statement.ledgers ? (
          <LedgersTable ledgers={statement.ledgers} name={statement.provider.name} id={id} />
        ) : (
          <EmptyState title={t('not-compared')} why={t('not-compared-why')} />
        )}
      </Panel>
      {statement.kinds.length > 0 && (
        <Panel title={t('by-kind')}>
          <KindsTable kinds={statement.kinds} search={{ statementId: id }} />
        </Panel>
      )}
      {statement.categories.length > 0 && <Categories categories={statement.categories} />}
      <Differences id={id} />
      <LinesPanel id={id} />
      {verb !== null && <StatementDialog statement={statement} verb={verb} onClose={() => setVerb(null)} />}
    </ObjectPage>
  )
}

interface NoticesProps {
  readonly statement: Statement
  readonly onCompare: () => void
}

function Notices({ statement, onCompare }: NoticesProps) {
  const t = useText('statement')
  const say = useReasonText()
  const { comparing, comparisonFailure: failure, actions } = statement
  if (comparing !== null)
    return <Notice tone="busy">{t('notice.comparing', { done: comparing, all: STATEMENT_STEPS })}</Notice>
  if (failure === null) return <StateNotice statement={statement} />
  return (
    <>
      <Notice
        tone="bad"
        title={t('notice.comparison-failed', { at: formatTime(failure.at), by: failure.askedBy })}
        action={<RowAct label={t('act.compare-again')} allowance={actions.compare} onAct={onCompare} />}
      >
        {say(failure.reason)}
      </Notice>
      {statement.state !== 'received' && <StateNotice statement={statement} />}
    </>
  )
}

function StateNotice({ statement }: { readonly statement: Statement }) {
  const t = useText('statement')
  const { state, openDifferences: count, isOverdue } = statement
  if (state === 'superseded') return <Notice tone="off">{t('notice.superseded')}</Notice>
  if (state === 'received') return <Notice tone="busy">{t('notice.received')}</Notice>
  if (state === 'agreed') return <Notice tone="good">{t('notice.agreed')}</Notice>
  if (count === 0) return <Notice tone="good">{t('notice.ready')}</Notice>
  return (
    <Notice tone="attention">
      {t(isOverdue ? 'notice.overdue' : 'notice.open', { count, due: statement.dueOn ?? '' })}
    </Notice>
  )
}

function Differences({ id }: { readonly id: string }) {
  const t = useText('statement')
  return (
    <Panel
      title={t('differences')}
      flush
      extra={<ExportButton operation={differences.export} input={{ query: { statementId: id } }} />}
    >
      <ListTable
        compact
        operation={differences.list}
        query={{ statementId: id }}
        label={t('differences')}
        rowKey={(row) => row.id}
        columns={useDifferenceColumns()}
        empty={{ title: t('differences-empty'), why: t('differences-none-why') }}
      />
    </Panel>
  )
}
