import { useParams } from '@tanstack/react-router'
import { billOperations as operations } from '@yunheng/contract'
import { useLoaded } from '../../api/index.ts'
import { DefaultTag, StateInHead, Table } from '../../kit/index.ts'
import { useText } from '../../text/index.ts'
import { ActionButton, DocumentPage, Facts, formatNumber, Money, Notice, Panel } from '../../ui/index.ts'
import { useBillFacts } from './bill-facts.tsx'

/** The bill as a document: what is to be paid, of which system, who agreed, and the digest that holds its charges to it. */
export default function BillPrintPage() {
  const t = useText('bill')
  const { id } = useParams({ strict: false }) as { id: string }
  const bill = useLoaded(operations.get, { params: { id } })
  return (
    <DocumentPage
      title={t('heading', { month: bill.month })}
      state={<StateInHead of="bill" state={bill.state} />}
      meta={
        <>
          <span>{bill.body.name}</span>
          <Money money={bill.amount} />
          <DefaultTag when={bill.hasDefaultPrices} />
        </>
      }
      actions={<ActionButton type="primary" label={t('print.do')} onClick={() => window.print()} />}
    >
      {bill.state === 'draft' && <Notice tone="busy">{t('notice.draft')}</Notice>}
      {bill.isUnconfirmed && <Notice tone="attention">{t('notice.unconfirmed')}</Notice>}
      {bill.unpriced > 0 && (
        <Notice tone="attention">{t('notice.unpriced', { count: bill.unpriced })}</Notice>
      )}
      <Panel title={t('overview')}>
        <Facts facts={useBillFacts(bill)} />
      </Panel>
      {bill.systems.length > 0 && (
        <Panel title={t('by-system')} flush>
          <Table
            compact
            label={t('by-system')}
            rows={bill.systems}
            rowKey={(row) => row.system.id}
            columns={[
              { key: 'system', title: t('system'), render: (row) => row.system.name },
              {
                key: 'charges',
                title: t('charges'),
                number: true,
                render: (row) => formatNumber(row.charges),
              },
              {
                key: 'amount',
                title: t('amount'),
                number: true,
                render: (row) => <Money money={row.amount} />,
              },
            ]}
          />
        </Panel>
      )}
      <p>{t('print.digest', { charges: bill.charges })}</p>
    </DocumentPage>
  )
}
