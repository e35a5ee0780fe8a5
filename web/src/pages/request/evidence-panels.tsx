import { type AmountLevels, type RequestEvidence, requestOperations } from '@yunheng/contract'
import { useLoaded } from '../../api/index.ts'
import {
  AMOUNT_NAMES,
  EstimateView,
  GoTo,
  State,
  shownAmount,
  Table,
  useAmountWords,
} from '../../kit/index.ts'
import { to } from '../../paths.ts'
import { useMay } from '../../shell/session.ts'
import { usePick, useText } from '../../text/index.ts'
import { CapacityBar, Facts, formatTime, Panel, StateMark } from '../../ui/index.ts'
import { RequestWhatIf } from '../placement/request-what-if.tsx'
import { SavingEvidencePanel } from '../saving/request-evidence-panel.tsx'
import { BudgetStandingTable } from './budget-standing.tsx'
import { CeilingStandingTable } from './ceiling-standing.tsx'
import { GateSummary } from './check-aside.tsx'
import { GateList } from './gate-list.tsx'
import { ProjectApprovalPanel } from './project-approval-panel.tsx'
import './request.css'

/** What stands beside a decision: rules, room with and without it, quota, cost, what the system has, the past. */
export function EvidencePanels({ requestId }: { readonly requestId: string }) {
  const t = useText('request')
  const evidence = useLoaded(requestOperations.evidence, { params: { id: requestId } })
  const request = useLoaded(requestOperations.get, { params: { id: requestId } })
  const seesPlacements = useMay('list', 'placement')
  // Providers see requests of theirs, and no system.
  const seesSystem = useMay('view', 'system')
  const isToBePlaced = request.kind === 'new' && ['in-approval', 'approved'].includes(request.state)
  const canTry = isToBePlaced && seesPlacements
  return (
    <>
      <Panel title={t('gates.title')} extra={<AsOf evidence={evidence} />}>
        <div className="yh-stack-tight">
          <GateSummary check={evidence} />
          <GateList gates={evidence.gates} />
        </div>
      </Panel>
      <RoomPanel evidence={evidence} />
      {seesSystem && <ProjectApprovalPanel systemId={request.system.id} />}
      {canTry && <RequestWhatIf requestId={requestId} />}
      <Panel title={t('evidence.cost')}>
        {evidence.estimate ? (
          <EstimateView estimate={evidence.estimate} />
        ) : (
          <p className="yh-quiet">{t('cost.none')}</p>
        )}
      </Panel>
      {evidence.budget && (
        <Panel title={t('budget.title')} extra={<AsOf evidence={evidence} />} flush>
          <BudgetStandingTable standing={evidence.budget} />
        </Panel>
      )}
      {evidence.ceiling && evidence.ceiling.items.length > 0 && (
        <Panel title={t('ceiling.title')} extra={<AsOf evidence={evidence} />}>
          <CeilingStandingTable standing={evidence.ceiling} />
        </Panel>
      )}
      <PastPanel evidence={evidence} />
      <SavingEvidencePanel requestId={requestId} />
    </>
  )
}

function AsOf({ evidence }: { readonly evidence: RequestEvidence }) {
  const t = useText('request')
  return <span className="yh-quiet yh-small">{t('evidence.as-of', { time: formatTime(evidence.asOf) })}</span>
}

function RoomPanel({ evidence }: { readonly evidence: RequestEvidence }) {
  const t = useText('request')
  const amounts = useAmountWords()
  const { quota, competing, resources } = evidence
  return (
    <Panel title={t('evidence.pools')}>
      <div className="yh-stack">
        <ul className="yh-pool-evidence">
          {evidence.pools.map((pool) => (
            <li key={pool.id}>
              <div className="yh-row">
                <GoTo to={to('pool', { id: pool.id })}>{pool.name}</GoTo>
                <span className="yh-quiet">{`${pool.cloud} · ${pool.provider}`}</span>
                <StateMark tone={pool.fits ? 'good' : 'attention'}>
                  {t(pool.fits ? 'evidence.fits' : 'evidence.fits-not')}
                </StateMark>
                {pool.isOld && <StateMark tone="attention">{t('evidence.old')}</StateMark>}
              </div>
              <Levels levels={pool.levels} />
            </li>
          ))}
        </ul>
        <div className="yh-stack-tight">
          <h3>{t('evidence.quota')}</h3>
          <p className="yh-quiet">
            {quota ? t('evidence.quota-of', { body: quota.body.name }) : t('evidence.quota-none')}
          </p>
          {quota && <Levels levels={quota.levels} />}
        </div>
        <Facts
          facts={[
            {
              label: t('evidence.has'),
              value:
                resources.count > 0
                  ? t('evidence.has-value', { count: resources.count, amounts: amounts(resources.amounts) })
                  : t('evidence.has-none'),
            },
            {
              label: t('evidence.competing'),
              value:
                competing.count > 0
                  ? t('evidence.competing-value', {
                      count: competing.count,
                      amounts: amounts(competing.amounts),
                    })
                  : t('evidence.competing-none'),
            },
          ]}
        />
      </div>
    </Panel>
  )
}

/** One bar for each amount that matters here: used before, and what this request adds. */
function Levels({ levels }: { readonly levels: AmountLevels }) {
  const terms = useText('terms')
  const named = AMOUNT_NAMES.filter(
    (name) => levels[name].limit > 0 && levels[name].after > levels[name].before,
  )
  const shown = named.length > 0 ? named : AMOUNT_NAMES.filter((name) => levels[name].limit > 0)
  return (
    <div className="yh-level">
      {shown.map((name) => {
        const level = levels[name]
        return (
          <CapacityBar
            key={name}
            label={terms(`amount.${name}`)}
            unit={terms(`unit.${name}`)}
            total={shownAmount(name, level.limit)}
            allocated={shownAmount(name, level.before)}
            plus={shownAmount(name, level.after - level.before)}
          />
        )
      })}
    </div>
  )
}

function PastPanel({ evidence }: { readonly evidence: RequestEvidence }) {
  const t = useText('request')
  const pick = usePick()
  return (
    <Panel title={t('evidence.past')} flush={evidence.history.length > 0}>
      {evidence.history.length === 0 ? (
        <p className="yh-quiet">{t('evidence.past-none')}</p>
      ) : (
        <Table
          label={t('evidence.past')}
          compact
          rows={evidence.history}
          rowKey={(row) => row.id}
          columns={[
            {
              key: 'state',
              title: t('column.state'),
              oneLine: true,
              render: (row) => <State of="request" state={row.state} />,
            },
            {
              key: 'title',
              title: t('column.title'),
              render: (row) => <GoTo to={to('request', { id: row.id })}>{row.title}</GoTo>,
            },
            { key: 'summary', title: t('column.summary'), render: (row) => pick(row.summary) },
          ]}
        />
      )}
    </Panel>
  )
}
