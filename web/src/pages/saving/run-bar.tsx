import { savingRunOperations as runs, type SavingProposal, type SavingRun } from '@yunheng/contract'
import { useState } from 'react'
import { ActDialog, GoTo, type Selection, useGoTo, useUrlState } from '../../kit/index.ts'
import { to } from '../../paths.ts'
import { useMay } from '../../shell/session.ts'
import { type TextOf, useText } from '../../text/index.ts'
import { ActionButton } from '../../ui/index.ts'

const FILTERS = ['q', 'rule', 'kind', 'bodyId', 'systemId'] as const

/** Notices about all proposals of the filter, or about those chosen; sent behind the call, on a page of its own. */
export function RunBar({ selection }: { readonly selection: Selection<SavingProposal> }) {
  const t = useText('saving')
  const mayStart = useMay('create', 'saving-run')
  const maySee = useMay('list', 'saving-run')
  const [asked, setAsked] = useState<{ readonly proposalIds: readonly string[] | null } | null>(null)
  if (!maySee) return null
  return (
    <>
      <section className="yh-row yh-no-print" aria-label={t('run.all')}>
        {mayStart && (
          <ActionButton size="small" label={t('run.all')} onClick={() => setAsked({ proposalIds: null })} />
        )}
        <GoTo to={to('savingRuns')}>{t('run.list')}</GoTo>
      </section>
      {mayStart &&
        selection.bar(
          <ActionButton
            size="small"
            label={t('notify')}
            onClick={() => setAsked({ proposalIds: selection.rows.map((row) => row.id) })}
          />,
        )}
      {asked && (
        <RunDialog proposalIds={asked.proposalIds} onClose={() => setAsked(null)} onDone={selection.clear} />
      )}
    </>
  )
}

function RunDialog({
  proposalIds,
  onClose,
  onDone,
}: {
  readonly proposalIds: readonly string[] | null
  readonly onClose: () => void
  readonly onDone: () => void
}) {
  const t = useText('saving')
  const terms = useText('terms')
  const [url] = useUrlState()
  const go = useGoTo()
  const filters = Object.fromEntries(FILTERS.flatMap((name) => (url[name] ? [[name, url[name]]] : [])))
  return (
    <ActDialog
      operation={runs.start}
      open
      params={undefined}
      fixed={{ of: proposalIds === null ? { filters } : { proposalIds: [...proposalIds] } }}
      also={['saving-proposal', 'saving-notice']}
      title={t('run.title')}
      verb={t('notify')}
      onClose={onClose}
      onDone={({ id }) => {
        onDone()
        go(to('savingRun', { id }))
      }}
    >
      <p>
        {proposalIds === null
          ? t('run.on-all', { filters: filterWords(filters, t, terms) })
          : t('run.on-chosen', { count: proposalIds.length })}
      </p>
      <p>{t('notify-what')}</p>
      <p className="yh-quiet">{t('run.behind')}</p>
    </ActDialog>
  )
}

/** Which proposals a run is about, in words. */
export function useRunFilter() {
  const t = useText('saving')
  const terms = useText('terms')
  return (filters: SavingRun['filters']) =>
    filters === null ? t('run.chosen') : filterWords(filters, t, terms)
}

function filterWords(
  filters: NonNullable<SavingRun['filters']>,
  t: TextOf<'saving'>,
  terms: TextOf<'terms'>,
): string {
  const words = [
    ...(filters.rule ? [t(`rule.${filters.rule}`)] : []),
    ...(filters.kind ? [terms(`resource-kind.${filters.kind}`)] : []),
    ...(filters.bodyId ? [t('run.one-body')] : []),
    ...(filters.systemId ? [t('run.one-system')] : []),
    ...(filters.q ? [`“${filters.q}”`] : []),
  ]
  return words.length === 0 ? t('run.no-filter') : words.join(t('answer.and'))
}
