import {
  type ContractPermit,
  type ContractTerms,
  contractTermsOperations as operations,
  priceOperations,
  type ServiceContract,
} from '@yunheng/contract'
import { useState } from 'react'
import { useLoaded } from '../../api/index.ts'
import { ActDialog, type Fields, GoTo, Picker, Table, useBlockedBecause } from '../../kit/index.ts'
import { to } from '../../paths.ts'
import { useText } from '../../text/index.ts'
import { ActionButton, EmptyState, formatTime, Money, Panel } from '../../ui/index.ts'
import { AgreedPricePart } from './agreed-price.tsx'

/** Ceiling, price basis and nodes by version, the latest first; none of them changes. */
export function TermsPanel({ contract }: { readonly contract: ServiceContract }) {
  const t = useText('service-contract')
  const because = useBlockedBecause()
  const book = useLoaded(operations.list, { params: { id: contract.id } })
  const [setting, setSetting] = useState(false)
  const fields = useTermsFields(contract, book.items[0])
  const [permitting, setPermitting] = useState(false)
  const { set, permit } = book.actions
  return (
    <Panel
      title={t('terms')}
      flush={book.items.length > 0}
      extra={
        <>
          {permit.reason !== 'common.forbidden' && (
            <ActionButton
              label={t('permit')}
              blockedBecause={because(permit)}
              onClick={() => setPermitting(true)}
            />
          )}
          {set.reason !== 'common.forbidden' && (
            <ActionButton
              label={t('terms-set')}
              blockedBecause={because(set)}
              onClick={() => setSetting(true)}
            />
          )}
        </>
      }
    >
      {book.items.length === 0 ? (
        <EmptyState title={t('terms-empty')} why={t('terms-empty-why')} />
      ) : (
        <Table
          label={t('terms')}
          compact
          rows={book.items}
          rowKey={(row) => String(row.number)}
          columns={[
            { key: 'number', title: t('terms-version'), oneLine: true, render: (row) => row.number },
            {
              key: 'ceiling',
              title: t('ceiling'),
              number: true,
              render: (row) => (row.ceiling ? <Money money={row.ceiling} /> : t('ceiling-none')),
            },
            { key: 'warn', title: t('warn-percent'), number: true, render: (row) => `${row.warnPercent}%` },
            {
              key: 'basis',
              title: t('price-basis'),
              render: (row) => (
                <>
                  {row.priceBasis}
                  {row.price && (
                    <div className="yh-small">
                      <GoTo to={to('price', { id: row.price.id })}>{row.price.name}</GoTo>{' '}
                      <span className="yh-quiet">
                        {t('price-days', {
                          from: row.price.effectiveFrom,
                          until: row.price.effectiveTo ?? '',
                        })}
                      </span>
                    </div>
                  )}
                  <div className="yh-quiet yh-small">
                    {row.settledPercent === null
                      ? t('settled-by-resources')
                      : t('settled-by-percent', { percent: row.settledPercent })}
                  </div>
                </>
              ),
            },
            {
              key: 'document',
              title: t('document'),
              render: (row) => (
                <>
                  {row.document}
                  <div className="yh-quiet yh-small">{row.reason}</div>
                </>
              ),
            },
            {
              key: 'entered',
              title: t('entered'),
              wideOnly: true,
              render: (row) => `${formatTime(row.enteredAt)} ${row.enteredBy}`,
            },
          ]}
        />
      )}
      {book.items[0]?.price && <AgreedPricePart contractId={contract.id} />}
      {book.permits.length > 0 && <Permits permits={book.permits} />}
      {permitting && (
        <ActDialog
          open
          operation={operations.permit}
          params={{ id: contract.id }}
          fixed={{ version: book.version }}
          also={['service-contract', 'request']}
          title={t('permit')}
          verb={t('permit')}
          fields={{
            amount: { label: t('permit-amount'), as: 'money' },
            reason: { label: t('permit-reason'), as: 'area' },
            document: { label: t('document') },
          }}
          onClose={() => setPermitting(false)}
        >
          <p>{t('permit-what')}</p>
        </ActDialog>
      )}
      {setting && (
        <ActDialog
          open
          operation={operations.set}
          params={{ id: contract.id }}
          fixed={{ version: book.version }}
          also={['service-contract', 'settlement']}
          title={t('terms-set')}
          verb={t('terms-set')}
          width={720}
          initial={initialOf(book.items[0])}
          fields={fields}
          onClose={() => setSetting(false)}
        >
          <p>{t('terms-what')}</p>
        </ActDialog>
      )}
    </Panel>
  )
}

/** What may be applied for beyond the ceiling, the latest first. */
function Permits({ permits }: { readonly permits: readonly ContractPermit[] }) {
  const t = useText('service-contract')
  return (
    <Table
      label={t('permits')}
      compact
      rows={permits}
      rowKey={(row) => row.at}
      columns={[
        {
          key: 'amount',
          title: t('permits'),
          number: true,
          render: (row) => <Money money={row.amount} />,
        },
        {
          key: 'document',
          title: t('document'),
          render: (row) => (
            <>
              {row.document}
              <div className="yh-quiet yh-small">{row.reason}</div>
            </>
          ),
        },
        { key: 'by', title: t('entered'), render: (row) => `${formatTime(row.at)} ${row.by}` },
      ]}
    />
  )
}

const WARN_PERCENT = 80

/** Another version begins with the latest one; what says why it changes is asked anew. */
function initialOf(latest: ContractTerms | undefined) {
  if (latest === undefined)
    return { ceiling: null, warnPercent: WARN_PERCENT, settledPercent: null, nodes: [] }
  const { ceiling, warnPercent, priceBasis, settledPercent, nodes, price } = latest
  return { ceiling, warnPercent, priceBasis, settledPercent, nodes, priceVersionId: price?.id ?? null }
}

function useTermsFields(contract: ServiceContract, latest: ContractTerms | undefined): Fields {
  const t = useText('service-contract')
  const own = contract.provider.id
  const price = latest?.price ?? null
  return {
    ceiling: { label: t('ceiling'), help: t('ceiling-help'), as: 'money' },
    warnPercent: { label: t('warn-percent'), help: t('warn-help'), unit: '%' },
    priceBasis: { label: t('price-basis'), help: t('price-basis-help') },
    priceVersionId: {
      label: t('price-list'),
      help: t('price-list-help'),
      widget: (props) => (
        <Picker
          {...props}
          operation={priceOperations.list}
          input={() => ({ query: { state: 'published' as const, pageSize: 200 } })}
          keep={(row) => row.provider === null || row.provider.id === own}
          option={(row) => ({ value: row.id, label: `${row.name} · ${row.effectiveFrom}` })}
          chosen={price ? { value: price.id, label: price.name } : undefined}
          filterHere
        />
      ),
    },
    settledPercent: { label: t('settled-percent'), help: t('settled-percent-help'), unit: '%' },
    nodes: {
      label: t('nodes'),
      fields: {
        no: { label: t('node-no') },
        name: { label: t('node-name') },
        condition: { label: t('condition') },
        share: { label: t('share'), help: t('share-help') },
        amount: { label: t('node-amount'), as: 'money' },
        dueOn: { label: t('due-on') },
      },
    },
    document: { label: t('document') },
    reason: { label: t('terms-reason'), as: 'area' },
  }
}
