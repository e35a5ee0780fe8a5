import type { Statement } from '@yunheng/contract'
import { DefaultTag, Table } from '../../kit/index.ts'
import { useText } from '../../text/index.ts'
import { type Fact, formatMoney, formatNumber, formatTime, Money, Panel } from '../../ui/index.ts'
import { grouped } from './lines-panel.tsx'
import { SignedMoney } from './signed-money.tsx'

/** What there is to know of a statement, on its page and on paper. */
export function useStatementFacts(statement: Statement): readonly Fact[] {
  const t = useText('statement')
  const { tolerance } = statement
  const at = (instant: string | null, by: string | null) =>
    instant === null ? null : `${formatTime(instant)} ${by ?? ''}`
  return [
    { label: t('billed'), value: <Money money={statement.amount} /> },
    {
      label: t('exact-sum'),
      value: statement.exactAmount && t('exact-sum-value', { yuan: grouped(statement.exactAmount) }),
    },
    { label: t('adjusted'), value: <Money money={statement.adjusted} /> },
    { label: t('agreed-amount'), value: statement.agreedAmount && <Money money={statement.agreedAmount} /> },
    { label: t('open'), value: formatNumber(statement.openDifferences) },
    { label: t('open-delta'), value: <SignedMoney money={statement.openDelta} /> },
    { label: t('lines'), value: formatNumber(statement.lines) },
    {
      label: t('corrections'),
      value:
        statement.corrections.lines === 0
          ? null
          : t('corrections-of', {
              lines: formatNumber(statement.corrections.lines),
              amount: formatMoney(statement.corrections.amount),
            }),
    },
    { label: t('due'), value: statement.dueOn },
    { label: t('handed-in'), value: at(statement.handedInAt, statement.handedInBy) },
    { label: t('compared'), value: at(statement.comparedAt, null) },
    { label: t('agreed'), value: at(statement.agreedAt, statement.agreedBy) },
    { label: t('file'), value: statement.fileName },
    {
      label: t('tolerance'),
      wide: true,
      value: tolerance && (
        <>
          {t('tolerance-words', {
            fen: tolerance.lineFen,
            permille: tolerance.quantityPermille,
            days: tolerance.answerDays,
            number: tolerance.number,
          })}{' '}
          <DefaultTag when={tolerance.isProductDefault} />
        </>
      ),
    },
    { label: t('digest'), value: <code className="yh-small">{statement.digest}</code>, wide: true },
  ]
}

/** What the file bills of each category, as exact as it does: together its sum. */
export function Categories({ categories }: Pick<Statement, 'categories'>) {
  const t = useText('statement')
  return (
    <Panel title={t('categories')}>
      <Table
        compact
        label={t('categories')}
        rows={categories}
        rowKey={(row) => row.category}
        columns={[
          { key: 'category', title: t('category'), render: (row) => t(`category.${row.category}`) },
          {
            key: 'lines',
            title: t('category-lines'),
            number: true,
            render: (row) => formatNumber(row.lines),
          },
          { key: 'amount', title: t('category-amount'), number: true, render: (row) => grouped(row.amount) },
        ]}
      />
    </Panel>
  )
}
