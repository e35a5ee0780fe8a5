import type { StatementKind } from '@yunheng/contract'
import { GoTo, Table } from '../../kit/index.ts'
import type { Search } from '../../paths.ts'
import { to } from '../../paths.ts'
import { useText } from '../../text/index.ts'
import { formatNumber, Money, StackedChart } from '../../ui/index.ts'
import { SignedMoney } from './signed-money.tsx'

const FEN = 100
const size = (fen: number) => Math.abs(fen) / FEN

/** What differs, by kind: how much is open and how much is settled; each leads to its differences. */
export function KindsTable({
  kinds,
  search,
}: {
  readonly kinds: readonly StatementKind[]
  /** Of which statement, or of which month. */
  readonly search: Search
}) {
  const t = useText('statement')
  return (
    <div className="yh-stack">
      {kinds.length > 1 && (
        <StackedChart
          title={t('by-kind')}
          unit={t('yuan')}
          parts={[
            { name: t('open-part'), look: 'full' },
            { name: t('settled-part'), look: 'soft' },
          ]}
          points={kinds.map(({ kind, delta, openDelta }) => ({
            label: t(`kind.${kind}`),
            short: t(`kind-short.${kind}`),
            values: [size(openDelta.amountMinor), size(delta.amountMinor - openDelta.amountMinor)],
          }))}
        />
      )}
      <Table
        compact
        label={t('by-kind')}
        rows={kinds}
        rowKey={(row) => row.kind}
        columns={[
          {
            key: 'kind',
            title: t('kind'),
            render: (row) => (
              <GoTo to={to('differences', { ...search, kind: row.kind })}>{t(`kind.${row.kind}`)}</GoTo>
            ),
          },
          {
            key: 'open',
            title: t('open'),
            number: true,
            render: (row) =>
              row.open === 0 ? (
                formatNumber(0)
              ) : (
                <GoTo to={to('differences', { ...search, kind: row.kind, unsettled: 'true' })}>
                  {formatNumber(row.open)}
                </GoTo>
              ),
          },
          {
            key: 'count',
            title: t('count'),
            number: true,
            wideOnly: true,
            render: (row) => formatNumber(row.count),
          },
          {
            key: 'open-delta',
            title: t('open-delta'),
            number: true,
            render: (row) => <SignedMoney money={row.openDelta} />,
          },
          {
            key: 'delta',
            title: t('delta'),
            number: true,
            wideOnly: true,
            render: (row) => <SignedMoney money={row.delta} />,
          },
          {
            key: 'adjusted',
            title: t('adjusted'),
            number: true,
            render: (row) => <Money money={row.adjusted} />,
          },
        ]}
      />
    </div>
  )
}

/** The same kind of several providers as one. */
export function addKinds(all: readonly StatementKind[]): readonly StatementKind[] {
  const byKind = Map.groupBy(all, (one) => one.kind)
  const sum = (
    some: readonly StatementKind[],
    of: (one: StatementKind) => { readonly amountMinor: number },
  ) => ({
    amountMinor: some.reduce((total, one) => total + of(one).amountMinor, 0),
    currency: 'CNY' as const,
  })
  return [...byKind].map(([kind, some]) => ({
    kind,
    count: some.reduce((total, one) => total + one.count, 0),
    open: some.reduce((total, one) => total + one.open, 0),
    delta: sum(some, (one) => one.delta),
    openDelta: sum(some, (one) => one.openDelta),
    adjusted: sum(some, (one) => one.adjusted),
  }))
}
