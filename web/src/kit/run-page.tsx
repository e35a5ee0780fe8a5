/** The pages of a run over many things, of whichever kind: its words are those of the kind, its parts are the same. */
import {
  RUN_OUTCOMES,
  type Run,
  type RunItem,
  type RunOperations,
  type RunOutcome,
  type RunState,
} from '@yunheng/contract'
import { type ReactNode, useState } from 'react'
import type { Place, Search } from '../paths.ts'
import { type TextKey, usePick } from '../text/index.ts'
import {
  type Fact,
  Facts,
  formatNumber,
  formatTime,
  ObjectPage,
  Panel,
  StateMark,
  Time,
  type Tone,
} from '../ui/index.ts'
import { ActDialog } from './act-dialog.tsx'
import { ActionBar } from './actions.tsx'
import { choice, FilterBar } from './filter-bar.tsx'
import { GoTo } from './go-to.tsx'
import { type Column, Table } from './table.tsx'

/** What every kind has words for. */
type RunKey = Extract<TextKey<'bill'> & TextKey<'saving'>, `run.${string}`>
type RunText = (key: RunKey) => string

const WHILE_UNDER_WAY_MS = 2_000
const STATES: Readonly<Record<RunState, Tone>> = { running: 'busy', ended: 'good', stopped: 'off' }
const OUTCOMES: Readonly<Record<RunOutcome, Tone>> = { waiting: 'off', done: 'good', refused: 'attention' }

/** How often a page asks again: while the run is under way. */
export const whileRunning = ({ state }: { readonly state: RunState }): number | false =>
  state === 'running' ? WHILE_UNDER_WAY_MS : false
export const whileAnyRuns = (runs: readonly { readonly state: RunState }[]): number | false =>
  runs.some(({ state }) => state === 'running') ? WHILE_UNDER_WAY_MS : false

const stateMark = (t: RunText, state: RunState) => (
  <StateMark tone={STATES[state]}>{t(`run.state.${state}`)}</StateMark>
)

interface RunPageProps {
  readonly run: Run
  readonly t: RunText
  readonly title: string
  /** Which things: those chosen, or the filter in words. */
  readonly of: string
  readonly stop: RunOperations['stop']
  /** This page with its things filtered. */
  place(search: Search): Place
  /** The table of the things, with {@link runItems}. */
  readonly children: ReactNode
}

/** How far a run is, and what came of each thing. */
export function RunPage({ run, t, title, of, stop, place, children }: RunPageProps) {
  const [isStopping, setStopping] = useState(false)
  return (
    <ObjectPage
      title={title}
      state={stateMark(t, run.state)}
      meta={<span>{t('run.how')}</span>}
      actions={
        <ActionBar
          actions={[
            {
              key: 'stop',
              label: t('run.stop'),
              allowance: run.actions.stop,
              onAct: () => setStopping(true),
            },
          ]}
        />
      }
    >
      <Panel title={t('run.progress')}>
        <Facts facts={factsOf(run, t, of, place)} />
      </Panel>
      <Reasons run={run} t={t} place={place} />
      <Panel title={t('run.items')} flush>
        <div className="yh-panel-body">
          <FilterBar
            filters={[choice('outcome', t('run.outcome'), RUN_OUTCOMES, (one) => t(`run.outcome.${one}`))]}
          />
        </div>
        {children}
      </Panel>
      {isStopping && (
        <ActDialog
          open
          operation={stop}
          params={{ id: run.id }}
          title={t('run.stop-title')}
          verb={t('run.stop')}
          onClose={() => setStopping(false)}
        >
          <p>{t('run.stop-say')}</p>
        </ActDialog>
      )}
    </ObjectPage>
  )
}

function factsOf(run: Run, t: RunText, of: string, place: RunPageProps['place']): readonly Fact[] {
  const treated = run.done + run.refused
  const counted = (outcome: RunOutcome, count: number) => (
    <GoTo to={place({ outcome })}>{formatNumber(count)}</GoTo>
  )
  return [
    { label: t('run.of'), value: of },
    { label: t('run.by'), value: run.by },
    { label: t('run.at'), value: formatTime(run.createdAt) },
    { label: t('run.ended-at'), value: run.endedAt && formatTime(run.endedAt) },
    {
      label: t('run.progress'),
      value: (
        <>
          <progress aria-label={t('run.progress')} value={treated} max={run.total} />{' '}
          {`${formatNumber(treated)} / ${formatNumber(run.total)}`}
        </>
      ),
    },
    { label: t('run.done'), value: counted('done', run.done) },
    { label: t('run.refused'), value: counted('refused', run.refused) },
    { label: t('run.waiting'), value: counted('waiting', run.total - treated) },
  ]
}

function Reasons({ run, t, place }: Pick<RunPageProps, 'run' | 't' | 'place'>) {
  const pick = usePick()
  if (run.refusedFor.length === 0) return null
  return (
    <Panel title={t('run.reasons')} flush>
      <Table
        compact
        label={t('run.reasons')}
        rows={run.refusedFor}
        rowKey={(row) => row.problem.reason}
        columns={[
          { key: 'reason', title: t('run.reason'), render: (row) => pick(row.problem) },
          {
            key: 'count',
            title: t('run.total'),
            number: true,
            render: (row) => (
              <GoTo to={place({ outcome: 'refused', reason: row.problem.reason })}>
                {formatNumber(row.count)}
              </GoTo>
            ),
          },
        ]}
      />
    </Panel>
  )
}

/** What the table of a run's things has, of whichever kind. */
export const runItems = (run: Run, t: RunText) => ({
  params: { id: run.id },
  filters: ['outcome', 'reason'] as const,
  label: t('run.items'),
  rowKey: ({ no }: RunItem) => String(no),
  everyMs: () => whileRunning(run),
  empty: { title: t('run.items-empty'), why: t('run.items-empty-why') },
})

/** What came of a thing, and why not. */
export const useOutcomeColumn = (run: Run, t: RunText): Column<RunItem> => {
  const pick = usePick()
  return {
    key: 'outcome',
    title: t('run.outcome'),
    render: ({ outcome, problem }) => (
      <>
        <StateMark tone={OUTCOMES[outcome]}>
          {outcome === 'waiting' && run.state !== 'running'
            ? t('run.not-reached')
            : t(`run.outcome.${outcome}`)}
        </StateMark>
        {problem && <div className="yh-quiet yh-small">{pick(problem)}</div>}
      </>
    ),
  }
}

/** The columns of a list of runs. @param own what the kind shows behind the state */
export function runColumns<R extends Run>(
  t: RunText,
  place: (run: R, search?: Search) => Place,
  of: (run: R) => string,
  own: readonly Column<R>[] = [],
): readonly Column<R>[] {
  const count = (run: R, value: number, outcome: RunOutcome) => (
    <GoTo to={place(run, { outcome })}>{formatNumber(value)}</GoTo>
  )
  return [
    { key: 'state', title: t('run.state'), oneLine: true, render: (run) => stateMark(t, run.state) },
    ...own,
    { key: 'of', title: t('run.of'), render: (run) => <GoTo to={place(run)}>{of(run)}</GoTo> },
    { key: 'total', title: t('run.total'), number: true, render: (run) => formatNumber(run.total) },
    { key: 'done', title: t('run.done'), number: true, render: (run) => count(run, run.done, 'done') },
    {
      key: 'refused',
      title: t('run.refused'),
      number: true,
      render: (run) => count(run, run.refused, 'refused'),
    },
    { key: 'by', title: t('run.by'), wideOnly: true, render: (run) => run.by },
    { key: 'at', title: t('run.at'), oneLine: true, render: (run) => <Time at={run.createdAt} /> },
  ]
}
