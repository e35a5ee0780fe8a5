import { ADOPTABLE_KINDS, ADOPTION_RULES, type AdoptionItem, adoptionOperations } from '@yunheng/contract'
import { Checkbox } from 'antd'
import { useState } from 'react'
import { useAct, useAsked } from '../../api/index.ts'
import {
  type Column,
  choice,
  choiceOf,
  FilterBar,
  flag,
  GoTo,
  ListExport,
  ListTable,
  ProblemPanel,
  useUrlState,
} from '../../kit/index.ts'
import { to } from '../../paths.ts'
import { useMay } from '../../shell/session.ts'
import { type TextOf, usePick, useText } from '../../text/index.ts'
import { ActionButton, ListPage, Panel, useToast } from '../../ui/index.ts'
import { AssignDialog, type Assignment } from './assign-dialog.tsx'
import { CloudsPanel } from './clouds-panel.tsx'
import { PlanCell } from './plan-cell.tsx'
import { UploadDialog } from './upload-dialog.tsx'

const names = ['cloudId', 'kind', 'rule', 'proposed', 'assigned', 'q'] as const

/** What nobody manages, cloud by cloud, with whose it seems to be; from here it is assigned. */
export default function AdoptionDeskPage() {
  const t = useText('adoption')
  const terms = useText('terms')
  const mayAssign = useMay('create', 'adoption')
  const mayPropose = useMay('operate', 'inventory')
  const [url] = useUrlState()
  const [chosen, setChosen] = useState<ReadonlySet<string>>(new Set())
  const [assigning, setAssigning] = useState<Assignment | null>(null)
  const [uploading, setUploading] = useState(false)
  const clouds = useAsked(adoptionOperations.clouds, {})
  const { cloudId } = url
  const chooser = useChoice(chosen, setChosen)
  const columns = useColumns()
  const needsCloud = cloudId ? null : t('assign.choose-cloud')
  return (
    <ListPage
      title={t('desk.title')}
      actions={
        <>
          {mayAssign && (
            <>
              <ActionButton
                type="primary"
                label={t('assign.chosen')}
                blockedBecause={needsCloud ?? (chosen.size === 0 ? t('assign.choose-items') : null)}
                onClick={() => setAssigning({ cloudId: cloudId ?? '', itemIds: [...chosen] })}
              />
              <ActionButton
                label={t('assign.all')}
                blockedBecause={needsCloud}
                onClick={() => setAssigning({ cloudId: cloudId ?? '', itemIds: null })}
              />
              <ActionButton
                label={t('upload')}
                blockedBecause={needsCloud}
                onClick={() => setUploading(true)}
              />
            </>
          )}
          <ListExport operation={adoptionOperations.download} filters={names} label={t('download')} />
        </>
      }
      filters={
        <FilterBar
          search={{ key: 'q', label: t('search') }}
          filters={[
            choiceOf(
              'cloudId',
              t('cloud'),
              (clouds.data?.items ?? []).map(({ cloud }) => ({ value: cloud.id, label: cloud.name })),
            ),
            choice('kind', t('kind'), ADOPTABLE_KINDS, (value) => terms(`resource-kind.${value}`)),
            choice('rule', t('rule'), ADOPTION_RULES, (value) => t(`rule.${value}`)),
            flag('proposed', t('filter.proposed')),
            flag('assigned', t('filter.assigned')),
          ]}
        />
      }
    >
      <CloudsPanel extra={cloudId && mayPropose ? <ProposeButton cloudId={cloudId} /> : null} />
      <Panel title={t('desk.items')} flush extra={mayAssign && <ChosenCount count={chosen.size} />}>
        <ListTable
          operation={adoptionOperations.items}
          filters={names}
          label={t('desk.items')}
          rowKey={(row) => row.id}
          columns={mayAssign ? [chooser, ...columns] : columns}
          empty={{
            title: t('desk.empty'),
            why: t('desk.empty-why'),
            action: <GoTo to={to('scans')}>{t('desk.empty-go')}</GoTo>,
          }}
        />
      </Panel>
      {assigning && (
        <AssignDialog
          assignment={assigning}
          filter={url}
          onClose={() => setAssigning(null)}
          onDone={() => setChosen(new Set())}
        />
      )}
      {uploading && cloudId && <UploadDialog cloudId={cloudId} onClose={() => setUploading(false)} />}
    </ListPage>
  )
}

function ChosenCount({ count }: { readonly count: number }) {
  const t = useText('adoption')
  return (
    <span className="yh-quiet yh-small" aria-live="polite">
      {count > 0 ? t('chosen', { count }) : t('desk.items-hint')}
    </span>
  )
}

function ProposeButton({ cloudId }: { readonly cloudId: string }) {
  const t = useText('adoption')
  const toast = useToast()
  const act = useAct(adoptionOperations.propose, {
    onDone: (answer) => toast(t('propose.done', answer)),
  })
  return (
    <>
      {act.error && <ProblemPanel error={act.error} />}
      <ActionButton
        size="small"
        label={t('propose')}
        loading={act.isPending}
        onClick={() => act.mutate({ params: { id: cloudId } })}
      />
    </>
  )
}

function useChoice(
  chosen: ReadonlySet<string>,
  setChosen: (next: ReadonlySet<string>) => void,
): Column<AdoptionItem> {
  const t = useText('adoption')
  const toggle = (id: string) => {
    const next = new Set(chosen)
    if (!next.delete(id)) next.add(id)
    setChosen(next)
  }
  return {
    key: 'choose',
    title: t('choose'),
    render: (row) => (
      <Checkbox
        aria-label={t('choose-one', { name: row.name })}
        checked={chosen.has(row.id)}
        disabled={row.list !== null}
        onChange={() => toggle(row.id)}
      />
    ),
  }
}

function useColumns(): readonly Column<AdoptionItem>[] {
  const t = useText('adoption')
  const terms = useText('terms')
  const pick = usePick()
  return [
    {
      key: 'name',
      title: t('name'),
      render: (row) => (
        <>
          <span>{row.name}</span>
          <div className="yh-quiet yh-small">
            {[...row.addresses.slice(0, 3), row.cloud.name].join(' · ')}
          </div>
        </>
      ),
    },
    { key: 'kind', title: t('kind'), oneLine: true, render: (row) => terms(`resource-kind.${row.kind}`) },
    { key: 'size', title: t('size'), wideOnly: true, render: (row) => row.size },
    { key: 'project', title: t('project'), wideOnly: true, render: (row) => row.projectName ?? '—' },
    { key: 'proposal', title: t('proposal'), render: (row) => <Proposal row={row} t={t} pick={pick} /> },
    { key: 'plan', title: t('plan'), wideOnly: true, render: (row) => <PlanCell of={row} /> },
    {
      key: 'list',
      title: t('list'),
      oneLine: true,
      render: (row) => row.list && <GoTo to={to('adoptionList', { id: row.list.id })}>{row.list.no}</GoTo>,
    },
  ]
}

function Proposal({
  row: { proposal },
  t,
  pick,
}: {
  readonly row: AdoptionItem
  readonly t: TextOf<'adoption'>
  readonly pick: ReturnType<typeof usePick>
}) {
  if (proposal === null) return <span className="yh-quiet">{t('no-proposal')}</span>
  return (
    <>
      <span>{`${proposal.body.name} · ${proposal.system.name}`}</span>
      <div className="yh-quiet yh-small">{pick(proposal.reason)}</div>
    </>
  )
}
