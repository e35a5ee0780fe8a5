import {
  BILL_RUN_VERBS,
  type BillRun,
  type BillRunVerb,
  type BillSummary,
  billRunOperations as runs,
} from '@yunheng/contract'
import { type ReactNode, useState } from 'react'
import { ActDialog, GoTo, type Selection, useGoTo, useUrlState } from '../../kit/index.ts'
import { to } from '../../paths.ts'
import { useMay } from '../../shell/session.ts'
import { type TextOf, useText } from '../../text/index.ts'
import { ActionButton } from '../../ui/index.ts'

const FILTERS = ['month', 'state', 'bodyId', 'unpriced', 'disputeOpen', 'closingProposed', 'waiting'] as const
type Search = Readonly<Record<string, string | undefined>>

interface Asked {
  readonly verb: BillRunVerb
  readonly billIds: readonly string[] | null
}

/** One act on all bills of the filter, or on those chosen; treated behind the call, on a page of its own. */
export function RunBar({ selection }: { readonly selection: Selection<BillSummary> }) {
  const t = useText('bill')
  const mayStart = useMay('create', 'bill-run')
  const maySee = useMay('list', 'bill-run')
  const [asked, setAsked] = useState<Asked | null>(null)
  const verbs = (billIds: () => readonly string[] | null): ReactNode =>
    BILL_RUN_VERBS.map((verb) => (
      <ActionButton
        key={verb}
        size="small"
        label={t(`run.${verb}`)}
        onClick={() => setAsked({ verb, billIds: billIds() })}
      />
    ))
  if (!maySee) return null
  return (
    <>
      <section className="yh-row yh-no-print" aria-label={t('run.all')}>
        {mayStart && (
          <>
            <span>{t('run.all')}</span>
            {verbs(() => null)}
          </>
        )}
        <GoTo to={to('billRuns')}>{t('run.list')}</GoTo>
      </section>
      {selection.bar(verbs(() => selection.rows.map((row) => row.id)))}
      {asked && <RunDialog asked={asked} onClose={() => setAsked(null)} onDone={selection.clear} />}
    </>
  )
}

function RunDialog({
  asked: { verb, billIds },
  onClose,
  onDone,
}: {
  readonly asked: Asked
  readonly onClose: () => void
  readonly onDone: () => void
}) {
  const t = useText('bill')
  const terms = useText('terms')
  const [url] = useUrlState()
  const go = useGoTo()
  const of = billIds === null ? { filters: filtersOf(url) } : { billIds: [...billIds] }
  const filters = filterWords(url, t, terms)
  return (
    <ActDialog
      operation={runs.start}
      open
      params={undefined}
      fixed={{ verb, of }}
      also={['bill']}
      title={t(`run.title.${verb}`)}
      verb={t(`run.${verb}`)}
      onClose={onClose}
      onDone={({ id }) => {
        onDone()
        go(to('billRun', { id }))
      }}
    >
      <p>
        {billIds === null
          ? t(verb === 'close' ? 'run.on-confirmed' : 'run.on-drafts', { filters })
          : t('run.on-chosen', { count: billIds.length })}
      </p>
      <p>{t(`run.say.${verb}`)}</p>
      <p className="yh-quiet">{t('run.behind')}</p>
    </ActDialog>
  )
}

/** As the address has them: yes and no are words there. */
function filtersOf(url: Search): Record<string, string | boolean> {
  return Object.fromEntries(
    FILTERS.flatMap((name) => {
      const value = url[name]
      if (value === undefined) return []
      return [[name, value === 'true' ? true : value === 'false' ? false : value]]
    }),
  )
}

/** Which bills a run is about, in words. */
export function useRunFilter() {
  const t = useText('bill')
  const terms = useText('terms')
  return (filters: BillRun['filters']) =>
    filters === null ? t('run.chosen') : filterWords(filters, t, terms)
}

function filterWords(
  filters: Readonly<Record<string, string | boolean | undefined>>,
  t: TextOf<'bill'>,
  terms: TextOf<'terms'>,
): string {
  const words = FILTERS.flatMap((name) => {
    const value = filters[name]
    if (value === undefined) return []
    if (name === 'month') return [String(value)]
    if (name === 'state') return [terms(`bill.${value as BillSummary['state']}`)]
    if (name === 'bodyId') return [t('run.one-body')]
    const label = {
      unpriced: t('only-unpriced'),
      disputeOpen: t('only-dispute-open'),
      closingProposed: t('only-closing'),
      waiting: t('only-waiting'),
    }[name]
    return [String(value) === 'true' ? label : t('run.not', { what: label })]
  })
  return words.length === 0 ? t('run.no-filter') : words.join(t('run.and'))
}
