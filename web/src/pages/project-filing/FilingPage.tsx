import { useParams } from '@tanstack/react-router'
import {
  type FilingFinding,
  projectFilingOperations as operations,
  type ProjectFiling,
} from '@yunheng/contract'
import { useState } from 'react'
import { useLoaded } from '../../api/index.ts'
import { ActionBar, DefaultTag, GoTo, RowAct, StateInHead, Table, useGoTo } from '../../kit/index.ts'
import { to } from '../../paths.ts'
import { useMay } from '../../shell/session.ts'
import { usePick, useText } from '../../text/index.ts'
import {
  EmptyState,
  Facts,
  formatMoney,
  ObjectPage,
  Panel,
  StateMark,
  Time,
  type Tone,
} from '../../ui/index.ts'
import { CarrierPrices } from './carrier-prices.tsx'
import { type Doing, FilingDialogs, type Verb } from './filing-dialogs.tsx'

/** What is to be built, what the rules say of it with their clause, and the decision. */
export default function FilingPage() {
  const t = useText('project-filing')
  const go = useGoTo()
  const { id } = useParams({ strict: false }) as { id: string }
  const filing = useLoaded(operations.get, { params: { id } })
  const [doing, setDoing] = useState<Doing>(null)
  const { actions } = filing
  const verb = (key: Verb, main = false) => ({
    key,
    label: t(`act.${key}`),
    main: main && actions[key].allowed,
    allowance: actions[key],
    onAct: () => setDoing(key),
  })
  return (
    <ObjectPage
      title={filing.name}
      state={<StateInHead of="filing" state={filing.state} />}
      meta={
        <>
          <span>{filing.no}</span>
          <span>{filing.body.name}</span>
          <span>{t(`nature.${filing.nature}`)}</span>
        </>
      }
      actions={
        <ActionBar
          actions={[
            verb('submit', true),
            verb('accept', true),
            verb('decline'),
            verb('withdraw'),
            {
              key: 'modify',
              label: t('act.modify'),
              allowance: actions.modify,
              onAct: () => go(to('filingEdit', { id })),
            },
          ]}
        />
      }
    >
      <Findings findings={filing.findings} />
      <Items filing={filing} onApprove={(approve) => setDoing({ approve })} />
      <Overview filing={filing} />
      <FilingDialogs filing={filing} doing={doing} onClose={() => setDoing(null)} />
    </ObjectPage>
  )
}

const tones: Record<FilingFinding['state'], Tone> = {
  pass: 'good',
  warn: 'attention',
  open: 'attention',
  block: 'bad',
}

function Findings({ findings }: { readonly findings: readonly FilingFinding[] }) {
  const t = useText('project-filing')
  const pick = usePick()
  return (
    <Panel title={t('findings')} flush={findings.length > 0}>
      {findings.length === 0 ? (
        <EmptyState title={t('findings-none')} why={t('findings-none-why')} />
      ) : (
        <Table
          label={t('findings')}
          rows={findings}
          rowKey={(row) => `${row.rule}-${row.item ?? 0}`}
          columns={[
            {
              key: 'state',
              title: t('finding'),
              oneLine: true,
              render: (row) => <StateMark tone={tones[row.state]}>{t(`finding.${row.state}`)}</StateMark>,
            },
            { key: 'rule', title: t('rule'), render: (row) => pick(row.title) },
            {
              key: 'text',
              title: t('says'),
              render: (row) => (
                <>
                  {pick(row.text)}
                  {row.carrier && <CarrierPrices carrier={row.carrier} />}
                </>
              ),
            },
            {
              key: 'source',
              title: t('source'),
              render: (row) => (
                <>
                  {row.source} <DefaultTag when={row.isProductDefault} />
                </>
              ),
            },
          ]}
        />
      )}
    </Panel>
  )
}

function Items({
  filing,
  onApprove,
}: {
  readonly filing: ProjectFiling
  readonly onApprove: (item: number) => void
}) {
  const t = useText('project-filing')
  const pick = usePick()
  return (
    <Panel title={t('items')} flush>
      <Table
        label={t('items')}
        rows={filing.items}
        rowKey={(row) => String(row.number)}
        columns={[
          { key: 'number', title: t('item-number'), number: true, render: (row) => row.number },
          { key: 'kind', title: t('item-kind'), render: (row) => t(`item.${row.kind}`) },
          {
            key: 'name',
            title: t('item-name'),
            render: (row) => (
              <>
                {row.name}
                {row.offering && (
                  <div className="yh-quiet yh-small">
                    {t('item-carried', { offering: pick(row.offering.title) })}
                  </div>
                )}
              </>
            ),
          },
          {
            key: 'cost',
            title: t('item-cost'),
            number: true,
            render: (row) => (row.cost === null ? '—' : formatMoney(row.cost)),
          },
          {
            key: 'requirement',
            title: t('exception'),
            render: (row) =>
              (row.stateRequirement ?? row.ownReason) !== null && (
                <>
                  {row.stateRequirement
                    ? `${row.stateRequirement.document} ${row.stateRequirement.clause}`
                    : t('own-reason-given', { reason: row.ownReason ?? '' })}
                  <div className="yh-small">
                    {row.approvedAt === null ? (
                      <RowAct
                        label={t('act.approve')}
                        allowance={filing.actions.approve}
                        onAct={() => onApprove(row.number)}
                      />
                    ) : (
                      t('approved-by', { by: row.approvedBy ?? '' })
                    )}
                  </div>
                </>
              ),
          },
        ]}
      />
    </Panel>
  )
}

function Overview({ filing }: { readonly filing: ProjectFiling }) {
  const t = useText('project-filing')
  const seesSystems = useMay('list', 'system')
  const { exemption } = filing
  return (
    <Panel title={t('overview')}>
      <Facts
        facts={[
          { label: t('connection'), value: t(`connection.${filing.connection}`) },
          ...(exemption === null
            ? []
            : [
                { label: t('ground'), value: t(`ground.${exemption.ground}`) },
                { label: t('exemption-document'), value: exemption.document },
                { label: t('exemption-reason'), value: exemption.reason, wide: true },
              ]),
          { label: t('entered-by'), value: filing.enteredBy },
          { label: t('submitted-by'), value: filing.submittedBy },
          { label: t('submitted-at'), value: filing.submittedAt && <Time at={filing.submittedAt} /> },
          { label: t('decided-by'), value: filing.decidedBy },
          { label: t('decided-at'), value: filing.decidedAt && <Time at={filing.decidedAt} /> },
          // Systems whose approvals name it: one project, whose spending meets under its number.
          ...(filing.state === 'accepted' && seesSystems
            ? [
                {
                  label: t('systems'),
                  value: <GoTo to={to('systems', { project: filing.no })}>{t('systems-see')}</GoTo>,
                },
              ]
            : []),
          { label: t('comment'), value: filing.comment, wide: true },
          {
            label: t('summary'),
            value: filing.summary && <p className="yh-prose">{filing.summary}</p>,
            wide: true,
          },
        ]}
      />
    </Panel>
  )
}
