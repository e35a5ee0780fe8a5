import { useParams } from '@tanstack/react-router'
import {
  billOperations,
  serviceContractOperations as operations,
  type ServiceContract,
} from '@yunheng/contract'
import { Select } from 'antd'
import { useState } from 'react'
import { useLoaded } from '../../api/index.ts'
import {
  ActDialog,
  ActionBar,
  GoTo,
  ListExport,
  optionsOf,
  pastMonths,
  StateInHead,
  useUrlState,
} from '../../kit/index.ts'
import { to } from '../../paths.ts'
import { useMay } from '../../shell/session.ts'
import { useText } from '../../text/index.ts'
import { type Fact, Facts, Notice, ObjectPage, Panel, Time } from '../../ui/index.ts'
import { useContractFields } from './contract-fields.tsx'
import { SpendingPanels } from './spending-panels.tsx'
import { TermsPanel } from './terms-panel.tsx'

type Verb = 'modify' | 'renew' | 'terminate'

export default function ContractPage() {
  const t = useText('service-contract')
  const { id } = useParams({ strict: false }) as { id: string }
  const contract = useLoaded(operations.get, { params: { id } })
  const [verb, setVerb] = useState<Verb | null>(null)
  const act = (key: Verb) => ({
    key,
    label: t(`act.${key}`),
    main: key === 'renew',
    danger: key === 'terminate',
    allowance: contract.actions[key],
    onAct: () => setVerb(key),
  })
  return (
    <ObjectPage
      title={contract.name}
      state={<StateInHead of="contract" state={contract.state} />}
      meta={
        <>
          <span>{contract.no}</span>
          <span>{t(`kind.${contract.kind}`)}</span>
          <span>{contract.body.name}</span>
        </>
      }
      notice={<MigrateNotice contract={contract} />}
      actions={<ActionBar actions={[act('renew'), act('modify'), act('terminate')]} />}
    >
      <Panel title={t('overview')}>
        <Facts facts={useFacts(contract)} />
      </Panel>
      <SpendingPanels contract={contract} />
      <TermsPanel contract={contract} />
      <FocusPanel contract={contract} />
      <ContractDialogs contract={contract} verb={verb} onClose={() => setVerb(null)} />
    </ObjectPage>
  )
}

/** The charges of a month that belong to the contract, in the open billing format: for those who see bills. */
function FocusPanel({ contract }: { readonly contract: ServiceContract }) {
  const t = useText('service-contract')
  const maySee = useMay('list', 'bill')
  const [url, change] = useUrlState()
  const month = url.month ?? pastMonths()[0] ?? ''
  // A provider from elsewhere has no charges here.
  if (!maySee || contract.provider.id === null) return null
  return (
    <Panel
      title={t('focus')}
      extra={
        <>
          <Select
            aria-label={t('focus-month')}
            value={month}
            options={[...optionsOf(pastMonths(), (one) => one)]}
            onChange={(value: string) => change({ month: value })}
          />
          <ListExport
            operation={billOperations.focusMonth}
            filters={['month']}
            fixed={{ month, contractId: contract.id }}
            label={t('focus-do')}
          />
        </>
      }
    >
      <p className="yh-quiet">{t('focus-what')}</p>
    </Panel>
  )
}

/** R25: what will be raised, what is to be done, or what was done. */
function MigrateNotice({ contract }: { readonly contract: ServiceContract }) {
  const t = useText('service-contract')
  const { migrateTask, migrateTaskOn } = contract
  if (migrateTask === null)
    return migrateTaskOn === null ? null : (
      <Notice tone="busy" title={t('migrate')}>
        {t('migrate-will', { on: migrateTaskOn })}
      </Notice>
    )
  if (migrateTask.handledAt === null)
    return (
      <Notice tone="attention" title={t('migrate')} action={<GoTo to={to('waves')}>{t('waves')}</GoTo>}>
        {t('migrate-what')}
      </Notice>
    )
  return (
    <Notice tone="good" title={t('migrate-done')}>
      {t('migrate-handled', { by: migrateTask.handledBy ?? '', comment: migrateTask.comment ?? '' })}
    </Notice>
  )
}

function useFacts(contract: ServiceContract): readonly Fact[] {
  const t = useText('service-contract')
  const { filing, migrateTask } = contract
  return [
    { label: t('provider'), value: contract.provider.name },
    { label: t('term'), value: `${contract.startsOn} – ${contract.endsOn}` },
    {
      label: t('days-left'),
      value: contract.daysLeft === null ? t('over') : t('days', { days: contract.daysLeft }),
    },
    {
      label: t('filing'),
      value: filing && <GoTo to={to('filing', { id: filing.id })}>{`${filing.no} ${filing.name}`}</GoTo>,
    },
    ...(migrateTask === null
      ? []
      : [{ label: t('migrate-raised'), value: <Time at={migrateTask.raisedAt} /> }]),
    ...(contract.terminatedOn === null
      ? []
      : [
          { label: t('terminated-on'), value: contract.terminatedOn },
          { label: t('reason'), value: contract.terminateReason, wide: true },
        ]),
    { label: t('note'), value: contract.note, wide: true },
  ]
}

interface DialogsProps {
  readonly contract: ServiceContract
  readonly verb: Verb | null
  readonly onClose: () => void
}

function ContractDialogs({ contract, verb, onClose }: DialogsProps) {
  const t = useText('service-contract')
  const fields = useContractFields(false, contract)
  const shared = { params: { id: contract.id }, fixed: { version: contract.version }, onClose }
  const words = (key: Verb) => ({
    title: t('act.title', { verb: t(`act.${key}`), name: contract.name }),
    verb: t(`act.${key}`),
  })
  const { no, name, provider, filing, startsOn, endsOn, note } = contract
  return (
    <>
      <ActDialog
        {...shared}
        {...words('modify')}
        operation={operations.update}
        open={verb === 'modify'}
        initial={{
          no,
          name,
          providerBodyId: provider.id,
          providerName: provider.id === null ? provider.name : null,
          filingId: filing?.id ?? null,
          startsOn,
          endsOn,
          note,
        }}
        fields={fields}
      />
      <ActDialog
        {...shared}
        {...words('renew')}
        operation={operations.renew}
        open={verb === 'renew'}
        fields={{ endsOn: { label: t('renew-until') }, document: { label: t('renew-document') } }}
      />
      <ActDialog
        {...shared}
        {...words('terminate')}
        operation={operations.terminate}
        open={verb === 'terminate'}
        danger
        fields={{ on: { label: t('terminated-on') }, reason: { label: t('reason'), as: 'area' } }}
      />
    </>
  )
}
