import {
  projectApprovalOperations as operations,
  type ProjectApproval,
  type ProjectOfSystem,
  projectFilingOperations,
} from '@yunheng/contract'
import { useId, useState } from 'react'
import { useLoaded } from '../../api/index.ts'
import { ActDialog, AMOUNT_NAMES, GoTo, Picker, shownAmount } from '../../kit/index.ts'
import { to } from '../../paths.ts'
import { useMay } from '../../shell/session.ts'
import { useText } from '../../text/index.ts'
import { ActionButton, CapacityBar, EmptyState, Facts, Panel, Time } from '../../ui/index.ts'
import { useAmountFields } from '../cloud/amount-fields.ts'

/** R112, R276: how much the project of the system may have at most, and the filing that it follows from. */
export function ProjectApprovalPanel({ systemId }: { readonly systemId: string }) {
  const t = useText('request')
  const project = useLoaded(operations.ofSystem, { params: { id: systemId } })
  const [open, setOpen] = useState(false)
  const { approval, actions } = project
  return (
    <Panel
      title={t('project.title')}
      extra={
        actions.set.allowed && (
          <ActionButton
            size="small"
            label={t(approval ? 'project.change' : 'project.enter')}
            onClick={() => setOpen(true)}
          />
        )
      }
    >
      {approval ? (
        <Approved approval={approval} />
      ) : (
        <EmptyState title={t('project.empty')} why={t('project.empty-why')} />
      )}
      {open && <ProjectApprovalDialog project={project} onClose={() => setOpen(false)} />}
    </Panel>
  )
}

function Approved({ approval }: { readonly approval: ProjectApproval }) {
  const t = useText('request')
  return (
    <div className="yh-stack">
      <Facts
        facts={[
          { label: t('project.no'), value: approval.approvalNo },
          { label: t('project.filing'), value: <FilingName approval={approval} /> },
          { label: t('project.by'), value: approval.approvedBy },
          { label: t('project.on'), value: approval.approvedOn },
          { label: t('project.entered-by'), value: approval.enteredBy },
          { label: t('project.updated'), value: <Time at={approval.updatedAt} /> },
          ...(approval.note === ''
            ? []
            : [
                {
                  label: t('project.note'),
                  value: <p className="yh-prose">{approval.note}</p>,
                  wide: true,
                },
              ]),
        ]}
      />
      <Amounts approval={approval} />
    </div>
  )
}

/** A link for those who read filings; without a filing the approval's own number is the project's. */
function FilingName({ approval: { filing } }: { readonly approval: ProjectApproval }) {
  const t = useText('request')
  const seesFilings = useMay('view', 'project-filing')
  if (!filing) return <span className="yh-quiet">{t('project.filing-none')}</span>
  const name = `${filing.no} ${filing.name}`
  return seesFilings ? <GoTo to={to('filing', { id: filing.id })}>{name}</GoTo> : name
}

/** One bar for each amount that is approved or used at all. */
function Amounts({ approval }: { readonly approval: ProjectApproval }) {
  const t = useText('request')
  const terms = useText('terms')
  const shown = AMOUNT_NAMES.filter((name) => approval.amounts[name] > 0 || approval.used[name] > 0)
  if (shown.length === 0) return <p className="yh-quiet">{t('project.amounts-none')}</p>
  return (
    <section className="yh-stack-tight" aria-label={t('project.amounts')}>
      {shown.map((name) => (
        <CapacityBar
          key={name}
          label={terms(`amount.${name}`)}
          unit={terms(`unit.${name}`)}
          total={shownAmount(name, approval.amounts[name])}
          allocated={shownAmount(name, approval.used[name])}
        />
      ))}
      <p className="yh-quiet yh-small">{t('project.amounts-note')}</p>
    </section>
  )
}

const NOTHING = { vcpus: 0, memoryMiB: 0, storageGiB: 0, floatingIps: 0, cards: 0 }

function ProjectApprovalDialog({
  project: { systemId, body, approval },
  onClose,
}: {
  readonly project: ProjectOfSystem
  readonly onClose: () => void
}) {
  const t = useText('request')
  const id = useId()
  const filing = approval?.filing ?? null
  // Beside the fields: that none is chosen must be sent as well, it takes the filing away.
  const [filingId, setFilingId] = useState<string | null>(filing?.id ?? null)
  return (
    <ActDialog
      operation={operations.set}
      open
      onClose={onClose}
      params={{ id: systemId }}
      fixed={{ version: approval?.version ?? null, filingId }}
      initial={
        approval
          ? {
              approvalNo: approval.approvalNo,
              approvedOn: approval.approvedOn,
              approvedBy: approval.approvedBy,
              amounts: approval.amounts,
              note: approval.note,
            }
          : { amounts: NOTHING, note: '' }
      }
      title={t(approval ? 'project.change' : 'project.enter')}
      verb={t('project.save')}
      also={['request', 'system', 'budget', 'spending']}
      fields={{
        approvalNo: { label: t('project.no') },
        approvedOn: { label: t('project.on') },
        approvedBy: { label: t('project.by') },
        amounts: { label: t('project.amounts'), fields: useAmountFields() },
        note: { label: t('project.note'), as: 'area' },
      }}
    >
      <div className="yh-field">
        <label htmlFor={id}>{t('project.filing')}</label>
        <Picker
          id={id}
          label={t('project.filing')}
          invalid={false}
          describedBy={`${id}-help`}
          value={filingId ?? undefined}
          onChange={(value) => setFilingId((value as string | undefined) ?? null)}
          operation={projectFilingOperations.list}
          input={(words) => ({
            query: {
              state: 'accepted' as const,
              coversBodyId: body.id,
              pageSize: 20,
              ...(words ? { q: words } : {}),
            },
          })}
          option={(row) => ({ value: row.id, label: `${row.no} ${row.name}` })}
          chosen={filing ? { value: filing.id, label: `${filing.no} ${filing.name}` } : undefined}
        />
        <div id={`${id}-help`} className="yh-quiet yh-small">
          {t('project.filing-help', { body: body.name })}
        </div>
      </div>
    </ActDialog>
  )
}
