import {
  savingOperations as operations,
  ruleSetOperations,
  type SavingTrial,
  type SavingWhatIf,
  savingTrialOperations as trials,
} from '@yunheng/contract'
import { useState } from 'react'
import { useAsked } from '../../api/index.ts'
import {
  ActDialog,
  GoTo,
  ListTable,
  Picker,
  ProblemPanel,
  Table,
  useGoTo,
  useUrlState,
} from '../../kit/index.ts'
import { to } from '../../paths.ts'
import { useMay } from '../../shell/session.ts'
import { usePick, useText } from '../../text/index.ts'
import {
  ActionButton,
  EmptyState,
  formatNumber,
  ListPage,
  Money,
  Notice,
  Panel,
  StateMark,
  Time,
  Waiting,
} from '../../ui/index.ts'
import { RuleMark } from './proposal-columns.tsx'

/** What another version of the rules would find in the kept measures, before it takes effect. The version stands in the address. */
export default function SavingWhatIfPage() {
  const t = useText('saving')
  const [url, change] = useUrlState()
  const { version } = url
  return (
    <ListPage title={t('what-if.title')} meta={<span>{t('what-if.what')}</span>}>
      <Panel title={t('what-if.version')}>
        <Picker
          id="saving-what-if-version"
          invalid={false}
          describedBy={undefined}
          label={t('what-if.version')}
          value={version}
          onChange={(value) => change({ version: typeof value === 'string' ? value : undefined })}
          operation={ruleSetOperations.list}
          input={() => ({ query: { pageSize: 100 } })}
          keep={(row) => row.region === null}
          option={(row) => ({
            value: row.id,
            label: t('what-if.option', { number: row.number, state: t(`what-if.${row.state}`) }),
          })}
          filterHere
        />
      </Panel>
      {version ? (
        <>
          <TryYear ruleSetId={version} />
          <Result ruleSetId={version} />
        </>
      ) : (
        <EmptyState
          title={t('what-if.choose')}
          why={t('what-if.choose-why')}
          action={<GoTo to={to('rules')}>{t('what-if.rules-link')}</GoTo>}
        />
      )}
      <Trials />
    </ListPage>
  )
}

/** In the background: twelve month ends, all resources. */
function TryYear({ ruleSetId }: { readonly ruleSetId: string }) {
  const t = useText('saving')
  const go = useGoTo()
  const [isAsking, setAsking] = useState(false)
  if (!useMay('create', 'saving-trial')) return null
  return (
    <section className="yh-row yh-no-print" aria-label={t('trial.begin')}>
      <ActionButton label={t('trial.begin')} onClick={() => setAsking(true)} />
      {isAsking && (
        <ActDialog
          open
          operation={trials.create}
          params={undefined}
          fixed={{ ruleSetId }}
          title={t('trial.begin')}
          verb={t('trial.begin')}
          onClose={() => setAsking(false)}
          onDone={({ id }) => go(to('savingTrial', { id }))}
        >
          <p>{t('trial.how')}</p>
        </ActDialog>
      )}
    </section>
  )
}

function Trials() {
  const t = useText('saving')
  if (!useMay('list', 'saving-trial')) return null
  return (
    <Panel title={t('trial.list')} flush>
      <ListTable
        operation={trials.list}
        label={t('trial.list')}
        rowKey={(row: SavingTrial) => row.id}
        everyMs={(rows) => (rows.some(({ state }) => state === 'running') ? 5_000 : false)}
        columns={[
          {
            key: 'state',
            title: t('notice.state'),
            oneLine: true,
            render: (row) => (
              <StateMark tone={row.state === 'running' ? 'busy' : 'good'}>
                {t(`trial.state.${row.state}`)}
              </StateMark>
            ),
          },
          {
            key: 'version',
            title: t('what-if.version'),
            render: (row) => (
              <GoTo to={to('savingTrial', { id: row.id })}>
                {t('trial.title', { number: row.ruleSet.number ?? '' })}
              </GoTo>
            ),
          },
          {
            key: 'progress',
            title: t('run.progress'),
            render: (row) =>
              t('trial.progress', {
                done: row.doneMonths,
                all: row.allMonths,
                judged: formatNumber(row.judged),
              }),
          },
          { key: 'by', title: t('run.by'), wideOnly: true, render: (row) => row.createdBy },
          { key: 'at', title: t('run.at'), oneLine: true, render: (row) => <Time at={row.createdAt} /> },
        ]}
        empty={{ title: t('trial.none'), why: t('trial.none-why') }}
      />
    </Panel>
  )
}

function Result({ ruleSetId }: { readonly ruleSetId: string }) {
  const t = useText('saving')
  const asked = useAsked(operations.whatIf, { params: { id: ruleSetId } })
  if (asked.error) return <ProblemPanel error={asked.error} onRetry={() => void asked.refetch()} />
  if (!asked.data) return <Waiting />
  const { judged, isCut } = asked.data
  return (
    <>
      {isCut && <Notice tone="attention">{t('what-if.cut', { judged })}</Notice>}
      <Changed result={asked.data} />
      <Outcome result={asked.data} />
    </>
  )
}

function Changed({ result }: { readonly result: SavingWhatIf }) {
  const t = useText('saving')
  const pick = usePick()
  if (result.changed.length === 0) return <Notice tone="off">{t('what-if.same')}</Notice>
  return (
    <Panel title={t('what-if.changed')} flush>
      <Table
        compact
        label={t('what-if.changed')}
        rows={result.changed}
        rowKey={(row) => row.code}
        columns={[
          { key: 'rule', title: t('what-if.rule'), render: (row) => pick(row) },
          { key: 'now', title: t('what-if.now'), number: true, render: (row) => row.now },
          { key: 'then', title: t('what-if.then'), number: true, render: (row) => row.tried },
        ]}
      />
    </Panel>
  )
}

function Outcome({ result }: { readonly result: SavingWhatIf }) {
  const t = useText('saving')
  const sum = (pick: (row: (typeof result.rules)[number]) => number) =>
    result.rules.reduce((total, row) => total + pick(row), 0)
  const rows = [
    ...result.rules.map((row) => ({ ...row, key: row.rule as string, name: <RuleMark rule={row.rule} /> })),
    {
      key: 'total',
      name: <strong>{t('what-if.total')}</strong>,
      now: result.now.total,
      tried: result.tried.total,
      added: sum((row) => row.added),
      dropped: sum((row) => row.dropped),
    },
  ]
  return (
    <Panel title={t('what-if.result', { judged: result.judged })} flush>
      <Table
        compact
        label={t('what-if.result', { judged: result.judged })}
        rows={rows}
        rowKey={(row) => row.key}
        columns={[
          { key: 'rule', title: t('rules.rule'), render: (row) => row.name },
          { key: 'now', title: t('what-if.now'), number: true, render: (row) => row.now.count },
          { key: 'then', title: t('what-if.then'), number: true, render: (row) => row.tried.count },
          { key: 'added', title: t('what-if.added'), number: true, render: (row) => row.added },
          { key: 'dropped', title: t('what-if.dropped'), number: true, render: (row) => row.dropped },
          {
            key: 'saving-now',
            title: t('what-if.saving-now'),
            number: true,
            render: (row) => <Money money={row.now.saving} />,
          },
          {
            key: 'saving-then',
            title: t('what-if.saving-then'),
            number: true,
            render: (row) => <Money money={row.tried.saving} />,
          },
        ]}
      />
    </Panel>
  )
}
