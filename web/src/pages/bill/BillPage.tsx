import { useParams } from '@tanstack/react-router'
import { type Bill, billOperations as operations } from '@yunheng/contract'
import { useState } from 'react'
import { useLoaded } from '../../api/index.ts'
import { ActDialog, ActionBar, DefaultTag, ExportButton, GoTo, StateInHead, Table } from '../../kit/index.ts'
import { to } from '../../paths.ts'
import { useText } from '../../text/index.ts'
import { Facts, formatMoney, Money, Notice, ObjectPage, Panel } from '../../ui/index.ts'
import { useBillFacts } from './bill-facts.tsx'
import { ChargeList } from './charge-list.tsx'
import { Charges } from './charges-link.tsx'

const VERBS = ['confirm', 'send', 'close', 'approve', 'decline', 'propose', 'rate'] as const
type Verb = (typeof VERBS)[number]

export default function BillPage() {
  const t = useText('bill')
  const { id } = useParams({ strict: false }) as { id: string }
  const bill = useLoaded(operations.get, { params: { id } })
  const [verb, setVerb] = useState<Verb | null>(null)
  return (
    <ObjectPage
      title={t('heading', { month: bill.month })}
      state={<StateInHead of="bill" state={bill.state} />}
      meta={
        <>
          <span>{bill.body.name}</span>
          <Money money={bill.amount} />
          <DefaultTag when={bill.hasDefaultPrices} />
        </>
      }
      notice={<BillNotices bill={bill} />}
      actions={
        <>
          <GoTo className="yh-no-print" to={to('billPrint', { id })}>
            {t('print.open')}
          </GoTo>
          <ExportButton operation={operations.focus} input={{ params: { id } }} label={t('focus')} />
          <ActionBar
            actions={VERBS.map((key) => ({
              key,
              label: t(`act.${key}`),
              main: bill.actions[key].allowed,
              allowance: bill.actions[key],
              onAct: () => setVerb(key),
            }))}
          />
        </>
      }
    >
      <Panel title={t('overview')}>
        <Facts facts={useBillFacts(bill)} />
      </Panel>
      <Systems bill={bill} />
      <ChargeList bill={bill} />
      {verb !== null && <BillDialog bill={bill} verb={verb} onClose={() => setVerb(null)} />}
    </ObjectPage>
  )
}

function BillNotices({ bill }: { readonly bill: Bill }) {
  const t = useText('bill')
  const { state, openDisputes, unpriced, hasDefaultPrices, closing } = bill
  const due = bill.dueOn ?? ''
  return (
    <>
      {state === 'draft' && <Notice tone="busy">{t('notice.draft')}</Notice>}
      {state === 'sent' && (
        <Notice tone="attention">{t(bill.isOverdue ? 'notice.overdue' : 'notice.sent', { due })}</Notice>
      )}
      {state === 'disputed' && (
        <Notice tone="attention">
          {openDisputes > 0 ? t('notice.disputed', { count: openDisputes }) : t('notice.answered')}
        </Notice>
      )}
      {bill.isClosingProposed && closing && (
        <Notice tone="attention">{t('notice.closing', { by: closing.by, reason: closing.reason })}</Notice>
      )}
      {bill.isUnconfirmed && <Notice tone="attention">{t('notice.unconfirmed')}</Notice>}
      {unpriced > 0 && <Notice tone="attention">{t('notice.unpriced', { count: unpriced })}</Notice>}
      {hasDefaultPrices && <Notice tone="unknown">{t('notice.default')}</Notice>}
    </>
  )
}

const SYSTEMS_MAX = 200

function Systems({ bill }: { readonly bill: Bill }) {
  const t = useText('bill')
  if (bill.systems.length === 0) return null
  return (
    <Panel title={t('by-system')} flush>
      <Table
        compact
        label={t('by-system')}
        rows={bill.systems}
        rowKey={(row) => row.system.id}
        columns={[
          {
            key: 'system',
            title: t('system'),
            render: (row) => (
              <GoTo to={to('bill', { id: bill.id }, { systemId: row.system.id })}>{row.system.name}</GoTo>
            ),
          },
          {
            key: 'amount',
            title: t('amount'),
            number: true,
            render: (row) => (
              <GoTo to={to('bill', { id: bill.id }, { systemId: row.system.id })}>
                <Money money={row.amount} />
              </GoTo>
            ),
          },
          {
            key: 'charges',
            title: t('charges'),
            number: true,
            render: (row) => <Charges bill={bill} count={row.charges} search={{ systemId: row.system.id }} />,
          },
          {
            key: 'unpriced',
            title: t('unpriced'),
            number: true,
            wideOnly: true,
            render: (row) => (
              <Charges
                bill={bill}
                count={row.unpriced}
                search={{ systemId: row.system.id, unpriced: 'true' }}
              />
            ),
          },
        ]}
      />
      {bill.systems.length === SYSTEMS_MAX && <p className="yh-small yh-quiet">{t('by-system-cut')}</p>}
    </Panel>
  )
}

function BillDialog({
  bill,
  verb,
  onClose,
}: {
  readonly bill: Bill
  readonly verb: Verb
  readonly onClose: () => void
}) {
  const t = useText('bill')
  const shared = {
    open: true,
    params: { id: bill.id },
    fixed: { version: bill.version },
    title: t('act.title', { verb: t(`act.${verb}`), name: `${bill.body.name} ${bill.month}` }),
    verb: t(`act.${verb}`),
    onClose,
    children: (
      <p>
        {t(`say.${verb}`, {
          amount: formatMoney(bill.amount),
          charges: bill.charges,
          evidence: bill.closing?.evidence ?? '',
          days: bill.answer.workingDays,
        })}{' '}
        {verb === 'send' && <DefaultTag when={bill.answer.isProductDefault} />}
      </p>
    ),
  }
  const reason = { label: t('closing.reason'), as: 'area' } as const
  if (verb === 'propose') {
    const evidence = { label: t('closing.evidence'), help: t('closing.evidence-help'), as: 'area' } as const
    return <ActDialog {...shared} operation={operations.propose} fields={{ reason, evidence }} />
  }
  if (verb === 'send' && bill.unpriced > 0) {
    const label = t('unpriced-why')
    const withoutUnpriced = { label, help: t('unpriced-why-help'), as: 'area', needed: true } as const
    return (
      <ActDialog {...shared} operation={operations.send} fields={{ withoutUnpriced }}>
        {shared.children}
        <Notice tone="attention">{t('say.send-unpriced', { count: bill.unpriced })}</Notice>
      </ActDialog>
    )
  }
  if (verb === 'decline') return <ActDialog {...shared} operation={operations.decline} fields={{ reason }} />
  return <ActDialog {...shared} operation={operations[verb]} />
}
