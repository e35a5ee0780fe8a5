import { type MigrationWave, migrationWaveOperations as operations } from '@yunheng/contract'
import { useState } from 'react'
import { useAsked } from '../../api/index.ts'
import { ActDialog, BodyPicker, type Column, GoTo, RegisterPage, RowAct } from '../../kit/index.ts'
import { to } from '../../paths.ts'
import { useMay } from '../../shell/session.ts'
import { type TextOf, useText } from '../../text/index.ts'
import { Figure, formatNumber, StateMark, ToneShape } from '../../ui/index.ts'

type Doing = { readonly verb: 'modify' | 'remove'; readonly wave: MigrationWave } | null

/** R20: the waves in their order, and how much of the ledger is on the cloud or in one of them. */
export default function WaveListPage() {
  const t = useText('system')
  const [adding, setAdding] = useState(false)
  const [doing, setDoing] = useState<Doing>(null)
  const mayPlan = useMay('create', 'migration-wave')
  return (
    <RegisterPage
      title={t('wave.title')}
      list={operations.list}
      names={['q']}
      search={{ key: 'q', label: t('wave.search') }}
      filters={[]}
      above={<Placement />}
      columns={[...columns(t), useActions(setDoing)]}
      empty={{ title: t('wave.empty'), why: t('wave.empty-why') }}
      add={mayPlan && { label: t('wave.new'), onClick: () => setAdding(true) }}
    >
      {adding && <PlanDialog onClose={() => setAdding(false)} />}
      {doing?.verb === 'modify' && <ChangeDialog wave={doing.wave} onClose={() => setDoing(null)} />}
      {doing?.verb === 'remove' && (
        <ActDialog
          operation={operations.remove}
          open
          onClose={() => setDoing(null)}
          params={{ id: doing.wave.id }}
          title={t('wave.remove-title', { name: doing.wave.name })}
          verb={t('wave.remove')}
          danger
        />
      )}
    </RegisterPage>
  )
}

/** Every figure leads to the list that makes it. */
function Placement() {
  const t = useText('system')
  const { data } = useAsked(operations.placement, {})
  if (!data) return null
  const { newSystems, stockSystems } = data
  return (
    <section className="yh-figures" aria-label={t('placement.title')}>
      <Figure
        label={t('placement.rate')}
        value={data.percent === null ? '—' : formatNumber(data.percent, 1)}
        {...(data.percent === null ? {} : { unit: '%' })}
        note={t('placement.rate-note', { exempt: data.exempt })}
      />
      <GoTo to={to('systems', { gap: 'no-wave' })}>
        <Figure
          label={t('placement.neither')}
          value={formatNumber(data.neither)}
          mark={
            data.neither > 0 && (
              <span className="yh-figure-tone">
                <ToneShape tone="bad" />
              </span>
            )
          }
          note={t('placement.neither-note')}
        />
      </GoTo>
      <GoTo to={to('systems', { kind: 'new' })}>
        <Figure
          label={t('placement.new')}
          value={`${formatNumber(newSystems.onCloud)} / ${formatNumber(newSystems.count)}`}
          note={t('placement.new-note')}
        />
      </GoTo>
      <GoTo to={to('systems', { kind: 'stock' })}>
        <Figure
          label={t('placement.stock')}
          value={`${formatNumber(stockSystems.onCloud)} / ${formatNumber(stockSystems.count)}`}
          note={t('placement.stock-note', { inWave: stockSystems.inWave })}
        />
      </GoTo>
    </section>
  )
}

function columns(t: TextOf<'system'>): readonly Column<MigrationWave>[] {
  return [
    { key: 'position', title: t('wave.position'), number: true, render: (row) => row.position },
    {
      key: 'name',
      title: t('wave.name'),
      render: (row) => (
        <>
          {row.name}
          {row.note && <div className="yh-quiet yh-small">{row.note}</div>}
        </>
      ),
    },
    {
      key: 'window',
      title: t('wave.window'),
      render: (row) =>
        row.startsOn === null || row.endsOn === null ? (
          <StateMark tone="attention">{t('wave.unplanned')}</StateMark>
        ) : (
          <>
            {`${row.startsOn} – ${row.endsOn}`}
            {row.isLate && (
              <div>
                <StateMark tone="bad">{t('wave.late')}</StateMark>
              </div>
            )}
          </>
        ),
    },
    {
      key: 'responsible',
      title: t('wave.responsible'),
      render: (row) =>
        row.responsibleBody?.name ?? <StateMark tone="attention">{t('wave.unplanned')}</StateMark>,
    },
    {
      key: 'systems',
      title: t('wave.systems'),
      render: (row) => (
        <GoTo to={to('systems', { waveId: row.id })}>
          {t('wave.systems-value', { migrated: row.migrated, systems: row.systems })}
        </GoTo>
      ),
    },
  ]
}

function useActions(act: (doing: Doing) => void): Column<MigrationWave> {
  const t = useText('system')
  return {
    key: 'actions',
    title: t('wave.actions'),
    render: (row) => (
      <span className="yh-row">
        <RowAct
          label={t('wave.modify')}
          allowance={row.actions.modify}
          onAct={() => act({ verb: 'modify', wave: row })}
        />
        <RowAct
          label={t('wave.remove')}
          allowance={row.actions.remove}
          onAct={() => act({ verb: 'remove', wave: row })}
        />
      </span>
    ),
  }
}

function useWaveFields(chosen?: { readonly value: string; readonly label: string }) {
  const t = useText('system')
  return {
    name: { label: t('wave.name') },
    position: { label: t('wave.position'), help: t('wave.position-help') },
    startsOn: { label: t('wave.starts-on') },
    endsOn: { label: t('wave.ends-on') },
    responsibleBodyId: {
      label: t('wave.responsible'),
      widget: (props: Parameters<typeof BodyPicker>[0]) => <BodyPicker {...props} chosen={chosen} />,
    },
    note: { label: t('wave.note'), as: 'area' },
  } as const
}

function PlanDialog({ onClose }: { readonly onClose: () => void }) {
  const t = useText('system')
  return (
    <ActDialog
      operation={operations.create}
      open
      onClose={onClose}
      params={undefined}
      initial={{ position: 1, note: '' }}
      title={t('wave.new')}
      verb={t('wave.new')}
      fields={useWaveFields()}
    />
  )
}

function ChangeDialog({ wave, onClose }: { readonly wave: MigrationWave; readonly onClose: () => void }) {
  const t = useText('system')
  const { responsibleBody: body } = wave
  return (
    <ActDialog
      operation={operations.update}
      open
      onClose={onClose}
      params={{ id: wave.id }}
      fixed={{ version: wave.version }}
      initial={{
        name: wave.name,
        position: wave.position,
        note: wave.note,
        ...(wave.startsOn === null ? {} : { startsOn: wave.startsOn }),
        ...(wave.endsOn === null ? {} : { endsOn: wave.endsOn }),
        ...(body === null ? {} : { responsibleBodyId: body.id }),
      }}
      title={t('wave.modify-title', { name: wave.name })}
      verb={t('wave.modify')}
      also={['system']}
      fields={useWaveFields(body === null ? undefined : { value: body.id, label: body.name })}
    />
  )
}
