import { type AdoptionEntry, type AdoptionList, adoptionOperations } from '@yunheng/contract'
import { Checkbox } from 'antd'
import { useState } from 'react'
import { ActDialog, type Column, GoTo, ListTable, State } from '../../kit/index.ts'
import { to } from '../../paths.ts'
import { usePick, useText } from '../../text/index.ts'
import { ActionButton, Panel } from '../../ui/index.ts'
import { PlanCell } from './plan-cell.tsx'
import { PlanDialog } from './plan-dialog.tsx'

/** Thing by thing; whoever assigns takes off, whoever decides sends back. */
export function EntriesPanel({ list }: { readonly list: AdoptionList }) {
  const t = useText('adoption')
  const [chosen, setChosen] = useState<ReadonlySet<string>>(new Set())
  const [open, setOpen] = useState(false)
  const [planning, setPlanning] = useState(false)
  const { removeEntries, sendBack, setPlan } = list.actions
  const verb = sendBack.allowed ? 'sendBack' : removeEntries.allowed ? 'removeEntries' : null
  const common = {
    params: { id: list.id },
    onClose: () => setOpen(false),
    onDone: () => setChosen(new Set()),
    danger: true,
  }
  const fixed = { version: list.version, entryIds: [...chosen] }
  return (
    <Panel
      title={t('list.entries')}
      flush
      extra={
        verb && (
          <>
            {setPlan.allowed && (
              <ActionButton size="small" label={t('plan.set')} onClick={() => setPlanning(true)} />
            )}
            <ActionButton
              size="small"
              label={t(`act.${verb}`)}
              blockedBecause={chosen.size === 0 ? t('assign.choose-items') : null}
              onClick={() => setOpen(true)}
            />
          </>
        )
      }
    >
      <ListTable
        operation={adoptionOperations.entries}
        params={{ id: list.id }}
        urlName="entries"
        label={t('list.entries')}
        rowKey={(row) => row.id}
        columns={useColumns(verb === null ? null : chosen, setChosen)}
        empty={{ title: t('list.entries-empty'), why: t('list.entries-empty-why') }}
      />
      {planning && (
        <PlanDialog
          list={list}
          entryIds={chosen.size === 0 ? null : [...chosen]}
          onClose={() => setPlanning(false)}
          onDone={() => setChosen(new Set())}
        />
      )}
      <ActDialog
        {...common}
        operation={adoptionOperations.removeEntries}
        open={open && verb === 'removeEntries'}
        fixed={fixed}
        title={t('act.removeEntries')}
        verb={t('act.removeEntries')}
      >
        <p>{t('act.remove-what', { count: chosen.size })}</p>
      </ActDialog>
      <ActDialog
        {...common}
        operation={adoptionOperations.sendBack}
        open={open && verb === 'sendBack'}
        fixed={fixed}
        title={t('act.sendBack')}
        verb={t('act.sendBack')}
        fields={{ comment: { label: t('act.comment'), as: 'area' } }}
      >
        <p>{t('act.send-back-what', { count: chosen.size })}</p>
      </ActDialog>
    </Panel>
  )
}

function useColumns(
  chosen: ReadonlySet<string> | null,
  setChosen: (next: ReadonlySet<string>) => void,
): readonly Column<AdoptionEntry>[] {
  const t = useText('adoption')
  const terms = useText('terms')
  const pick = usePick()
  const toggle = (id: string) => {
    const next = new Set(chosen)
    if (!next.delete(id)) next.add(id)
    setChosen(next)
  }
  const choose: Column<AdoptionEntry> = {
    key: 'choose',
    title: t('choose'),
    render: (row) => (
      <Checkbox
        aria-label={t('choose-one', { name: row.name })}
        checked={chosen?.has(row.id) ?? false}
        disabled={row.state !== 'assigned'}
        onChange={() => toggle(row.id)}
      />
    ),
  }
  return [
    ...(chosen === null ? [] : [choose]),
    {
      key: 'name',
      title: t('name'),
      render: (row) => (
        <>
          {row.resource ? (
            <GoTo to={to('resource', { id: row.resource })}>{row.name}</GoTo>
          ) : (
            <span>{row.name}</span>
          )}
          <div className="yh-quiet yh-small">
            {[terms(`resource-kind.${row.kind}`), row.size, row.projectName].filter(Boolean).join(' · ')}
          </div>
        </>
      ),
    },
    { key: 'system', title: t('entry.system'), render: (row) => row.system.name },
    { key: 'plan', title: t('plan'), render: (row) => <PlanCell of={row} /> },
    {
      key: 'because',
      title: t('entry.because'),
      render: (row) => (
        <span className="yh-quiet yh-small">{row.because ? pick(row.because) : t('entry.by-hand')}</span>
      ),
    },
    {
      key: 'state',
      title: t('entry.state'),
      render: (row) => (
        <>
          <State of="adoption-entry" state={row.state} />
          {row.outcome && <div className="yh-quiet yh-small">{pick(row.outcome)}</div>}
        </>
      ),
    },
  ]
}
