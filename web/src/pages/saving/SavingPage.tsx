import {
  savingOperations as operations,
  SAVING_KINDS,
  SAVING_RULES,
  type SavingProposal,
} from '@yunheng/contract'
import { useState } from 'react'
import { useLoaded } from '../../api/index.ts'
import { ActDialog, choice, FilterBar, GoTo, ListExport, ListTable, useSelection } from '../../kit/index.ts'
import { to } from '../../paths.ts'
import { useMay } from '../../shell/session.ts'
import { useText } from '../../text/index.ts'
import { ListPage, Panel } from '../../ui/index.ts'
import { useProposalColumns } from './proposal-columns.tsx'
import { RunBar } from './run-bar.tsx'
import { SavingFigures, SavingTables } from './saving-summary.tsx'

const names = ['q', 'rule', 'kind', 'bodyId', 'systemId'] as const

/** What could be given back or made smaller, the most to save first, and how far servers are used (R26, R123, R128). */
export default function SavingPage() {
  const t = useText('saving')
  const terms = useText('terms')
  const mayNotify = useMay('create', 'saving-notice')
  const mayTry = useMay('view', 'saving-what-if')
  const seesNotices = useMay('list', 'saving-notice')
  const seesExemptions = useMay('list', 'saving-exemption')
  const summary = useLoaded(operations.summary, {})
  const { judgedOn, ruleSet } = summary
  const [chosen, setChosen] = useState<SavingProposal | null>(null)
  const mayRun = useMay('create', 'saving-run')
  const selection = useSelection<SavingProposal>(
    (row) => row.id,
    (row) => row.resource.name,
  )
  const columns = useProposalColumns(mayNotify ? setChosen : null)
  return (
    <ListPage
      title={t('list.title')}
      meta={
        <>
          <span>
            {judgedOn === null || ruleSet === null
              ? t('list.never')
              : t('list.judged', { day: judgedOn, number: ruleSet.number })}
          </span>
          {seesNotices && <GoTo to={to('savingNotices')}>{t('look.notices')}</GoTo>}
          {seesNotices && <GoTo to={to('savingResults')}>{t('look.results')}</GoTo>}
          {seesExemptions && <GoTo to={to('savingExemptions')}>{t('look.exemptions')}</GoTo>}
          {mayTry && <GoTo to={to('savingWhatIf')}>{t('look.what-if')}</GoTo>}
        </>
      }
      actions={<ListExport operation={operations.exportProposals} filters={names} />}
      filters={
        <FilterBar
          search={{ key: 'q', label: t('list.search') }}
          filters={[
            choice('rule', t('rules.rule'), SAVING_RULES, (value) => t(`rule.${value}`)),
            choice('kind', t('column.kind'), SAVING_KINDS, (value) => terms(`resource-kind.${value}`)),
          ]}
        />
      }
    >
      <SavingFigures summary={summary} />
      <RunBar selection={selection} />
      <Panel title={t('proposals.title')} flush>
        <ListTable
          operation={operations.proposals}
          filters={names}
          label={t('proposals.title')}
          rowKey={(row) => row.id}
          columns={mayRun ? [selection.column, ...columns] : columns}
          empty={{ title: t('list.empty'), why: t('list.empty-why') }}
        />
      </Panel>
      <SavingTables summary={summary} />
      {chosen && (
        <ActDialog
          operation={operations.sendNotice}
          open
          onClose={() => setChosen(null)}
          params={undefined}
          fixed={{ proposalId: chosen.id }}
          title={t('notify-title', { resource: chosen.resource.name })}
          verb={t('notify')}
          also={['saving-proposal']}
        >
          <p>{t('notify-what')}</p>
        </ActDialog>
      )}
    </ListPage>
  )
}
