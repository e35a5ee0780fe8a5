import type { Request } from '@yunheng/contract'
import { GoTo, useAmountWords } from '../../kit/index.ts'
import { to } from '../../paths.ts'
import { saidOf, useText } from '../../text/index.ts'
import { type Fact, Facts, Money, Panel, Time } from '../../ui/index.ts'
import { LinesPanel } from './lines-panel.tsx'
import { outcomeTones } from './outcome-tones.ts'
import { StagesPanel } from './stages-panel.tsx'

export function OverviewTab({ request }: { readonly request: Request }) {
  return (
    <>
      <StagesPanel stages={request.stages} />
      <LinesPanel request={request} />
      <RequestFacts request={request} />
    </>
  )
}

/** The same facts on the page, beside the decision and on paper. */
export function RequestFacts({
  request,
  short = false,
}: {
  readonly request: Request
  readonly short?: boolean
}) {
  const t = useText('request')
  return (
    <Panel title={t('evidence.request')}>
      <Facts facts={useRequestFacts(request, short)} />
    </Panel>
  )
}

export function useRequestFacts(request: Request, short = false): readonly Fact[] {
  const t = useText('request')
  const terms = useText('terms')
  const amounts = useAmountWords()
  const level = String(request.protectionLevel) as '1' | '2' | '3' | '4' | '5'
  const term = request.until
    ? t('fact.term-until', { day: request.until })
    : request.termMonths
      ? t('fact.term-months', { months: request.termMonths })
      : null
  const facts: readonly (Fact | false)[] = [
    { label: t('fact.no'), value: <span className="yh-mono">{request.no}</span> },
    { label: t('column.kind'), value: terms(`request-kind.${request.kind}`) },
    { label: t('column.body'), value: request.body.name },
    { label: t('fact.applicant'), value: request.applicant.name },
    {
      label: t('fact.system'),
      value: <GoTo to={to('system', { id: request.system.id })}>{request.system.name}</GoTo>,
    },
    { label: t('fact.level'), value: terms(`level.${level}`) },
    { label: t('fact.purpose'), value: terms(`purpose.${request.purpose}`) },
    { label: t('fact.zone'), value: terms(`zone.${request.networkZone}`) },
    {
      label: t('fact.pool-class'),
      value: [
        terms(`pool-class.${request.poolClass}`),
        request.atEdge && t('fact.edge'),
        request.atRecovery && t('fact.recovery'),
      ]
        .filter(Boolean)
        .join(' · '),
    },
    { label: t('fact.term'), value: term },
    { label: t('fact.cost'), value: request.cost && <Money money={request.cost} /> },
    { label: t('fact.amounts'), value: amounts(request.amounts) },
    { label: t('column.submitted'), value: request.submittedAt && <Time at={request.submittedAt} /> },
    !short && { label: t('field.approval-no'), value: request.projectApprovalNo },
    request.preferredProvider !== null && {
      label: t('fact.provider'),
      value:
        request.preferredProvider &&
        (request.providerReason
          ? saidOf(request.preferredProvider.name, request.providerReason)
          : request.preferredProvider.name),
    },
    request.dataDisposal !== null && {
      label: t('field.data-disposal'),
      value: request.dataDisposal && t(`field.data-disposal.${request.dataDisposal}`),
    },
    request.ruleSets.length > 0 && {
      label: t('fact.rules'),
      value: request.ruleSets.map(({ id, number, region }) => (
        <div key={id}>
          {region} <GoTo to={to('rule', { id })}>{t('fact.rules-number', { number })}</GoTo>
        </div>
      )),
    },
    request.papersDueAt !== null && { label: t('fact.papers-due'), value: <Time at={request.papersDueAt} /> },
    request.allottedBy !== null && { label: t('fact.allotted-by'), value: request.allottedBy },
    request.copiedFrom !== null && {
      label: t('fact.copied-from'),
      value: request.copiedFrom && (
        <GoTo to={to('request', { id: request.copiedFrom.id })}>{request.copiedFrom.no}</GoTo>
      ),
    },
    // What did not come through says so in the head of the page.
    !short &&
      request.outcomeComment !== null &&
      !outcomeTones[request.state] && {
        label: t('fact.outcome'),
        value: <p className="yh-prose">{request.outcomeComment}</p>,
        wide: true,
      },
    {
      label: t('fact.justification'),
      value: request.justification && <p className="yh-prose">{request.justification}</p>,
      wide: true,
    },
  ]
  return facts.filter((fact) => fact !== false)
}
