import {
  savingOperations as operations,
  resourceOperations,
  SAVING_EXEMPTION_SORTS,
  SAVING_EXEMPTION_STATES,
  type SavingExemption,
  type SavingExemptionState,
  systemOperations,
} from '@yunheng/contract'
import { useState } from 'react'
import {
  ActDialog,
  type Column,
  choice,
  GoTo,
  optionsOf,
  Picker,
  RegisterPage,
  RowAct,
} from '../../kit/index.ts'
import { to } from '../../paths.ts'
import { useMay } from '../../shell/session.ts'
import { type TextOf, useText } from '../../text/index.ts'
import { StateMark, type Tone } from '../../ui/index.ts'

const names = ['sort', 'state', 'systemId'] as const
const tones: Record<SavingExemptionState, Tone> = {
  declared: 'busy',
  accepted: 'good',
  refused: 'bad',
  withdrawn: 'off',
}
const VERBS = ['accept', 'refuse', 'withdraw'] as const
type Verb = (typeof VERBS)[number]
interface Chosen {
  readonly row: SavingExemption
  readonly verb: Verb
}

/** What is not judged for savings, and why (R126). */
export default function ExemptionListPage() {
  const t = useText('saving')
  const [declaring, setDeclaring] = useState(false)
  const [chosen, setChosen] = useState<Chosen | null>(null)
  const mayDeclare = useMay('create', 'saving-exemption')
  return (
    <RegisterPage
      title={t('exemption.title')}
      list={operations.exemptions}
      names={names}
      filters={[
        choice('sort', t('exemption.sort'), SAVING_EXEMPTION_SORTS, (value) => t(`why.${value}`)),
        choice('state', t('exemption.state'), SAVING_EXEMPTION_STATES, (value) =>
          t(`exemption.state.${value}`),
        ),
      ]}
      above={<p className="yh-quiet">{t('exemption.what')}</p>}
      columns={[...columns(t), useActs(setChosen)]}
      empty={{ title: t('exemption.empty'), why: t('exemption.empty-why') }}
      add={mayDeclare && { label: t('exemption.declare'), onClick: () => setDeclaring(true) }}
    >
      <DeclareDialog open={declaring} onClose={() => setDeclaring(false)} />
      {chosen && <ActDialogs {...chosen} onClose={() => setChosen(null)} />}
    </RegisterPage>
  )
}

function useActs(choose: (chosen: Chosen) => void): Column<SavingExemption> {
  const t = useText('saving')
  return {
    key: 'acts',
    title: t('exemption.acts'),
    render: (row) => (
      <span className="yh-row">
        {VERBS.map((verb) => (
          <RowAct
            key={verb}
            label={t(`exemption.${verb}`)}
            allowance={row.actions[verb]}
            onAct={() => choose({ row, verb })}
          />
        ))}
      </span>
    ),
  }
}

function DeclareDialog({ open, onClose }: { readonly open: boolean; readonly onClose: () => void }) {
  const t = useText('saving')
  return (
    <ActDialog
      operation={operations.declareExemption}
      open={open}
      onClose={onClose}
      params={undefined}
      title={t('exemption.declare')}
      verb={t('exemption.declare')}
      initial={{ resourceId: null, until: null }}
      fields={{
        sort: {
          label: t('exemption.sort'),
          options: optionsOf(SAVING_EXEMPTION_SORTS, (value) => t(`why.${value}`)),
        },
        systemId: {
          label: t('exemption.system'),
          widget: (props) => (
            <Picker
              {...props}
              operation={systemOperations.list}
              input={(words) => ({ query: { pageSize: 50, ...(words ? { q: words } : {}) } })}
              option={(row) => ({ value: row.id, label: row.name })}
            />
          ),
        },
        resourceId: {
          label: t('exemption.resource'),
          widget: (props) => (
            <Picker
              {...props}
              operation={resourceOperations.list}
              input={(words) => ({ query: { pageSize: 50, ...(words ? { search: words } : {}) } })}
              keep={(row) => row.state !== 'released'}
              option={(row) => ({ value: row.id, label: `${row.name} · ${row.system.name}` })}
            />
          ),
        },
        from: { label: t('exemption.from') },
        until: { label: t('exemption.until'), help: t('exemption.until-help') },
        reason: { label: t('exemption.reason') },
        basis: { label: t('exemption.basis') },
      }}
    >
      <p>{t('exemption.what')}</p>
    </ActDialog>
  )
}

function ActDialogs({ row, verb, onClose }: Chosen & { readonly onClose: () => void }) {
  const t = useText('saving')
  const { id, version } = row
  const shared = { params: { id }, fixed: { version }, onClose }
  const name = { system: row.system.name }
  return (
    <>
      <ActDialog
        {...shared}
        operation={operations.acceptExemption}
        open={verb === 'accept'}
        title={t('exemption.accept-title', name)}
        verb={t('exemption.accept')}
      >
        <p>{t('exemption.accept-what')}</p>
      </ActDialog>
      <ActDialog
        {...shared}
        operation={operations.refuseExemption}
        open={verb === 'refuse'}
        title={t('exemption.refuse-title', name)}
        verb={t('exemption.refuse')}
        danger
        fields={{ decision: { label: t('exemption.decision') } }}
      />
      <ActDialog
        {...shared}
        operation={operations.withdrawExemption}
        open={verb === 'withdraw'}
        title={t('exemption.withdraw-title', name)}
        verb={t('exemption.withdraw')}
        danger
      >
        <p>{t('exemption.withdraw-what')}</p>
      </ActDialog>
    </>
  )
}

function columns(t: TextOf<'saving'>): readonly Column<SavingExemption>[] {
  return [
    {
      key: 'state',
      title: t('exemption.state'),
      oneLine: true,
      render: (row) => <StateMark tone={tones[row.state]}>{t(`exemption.state.${row.state}`)}</StateMark>,
    },
    {
      key: 'system',
      title: t('exemption.system'),
      render: (row) => (
        <>
          <GoTo to={to('system', { id: row.system.id })}>{row.system.name}</GoTo>
          <div className="yh-quiet yh-small">{row.resource?.name ?? t('exemption.whole')}</div>
        </>
      ),
    },
    { key: 'sort', title: t('exemption.sort'), oneLine: true, render: (row) => t(`why.${row.sort}`) },
    {
      key: 'period',
      title: t('exemption.period'),
      render: (row) => t('window.between', { from: row.from, to: row.until ?? t('exemption.open-end') }),
    },
    {
      key: 'reason',
      title: t('exemption.reason'),
      render: (row) => (
        <>
          {row.reason}
          <div className="yh-quiet yh-small">{row.basis}</div>
          {row.decision && <div className="yh-small">{`${t('exemption.decision')}：${row.decision}`}</div>}
        </>
      ),
    },
    { key: 'body', title: t('column.body'), wideOnly: true, render: (row) => row.body.name },
  ]
}
