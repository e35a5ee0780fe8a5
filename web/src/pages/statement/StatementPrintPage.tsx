import { useParams } from '@tanstack/react-router'
import { statementOperations as operations } from '@yunheng/contract'
import { useLoaded } from '../../api/index.ts'
import { StateInHead } from '../../kit/index.ts'
import { useText } from '../../text/index.ts'
import { ActionButton, DocumentPage, Facts, Money, Notice, Panel } from '../../ui/index.ts'
import { KindsTable } from './kinds-table.tsx'
import { LedgersTable } from './ledgers-table.tsx'
import { Categories, useStatementFacts } from './statement-facts.tsx'

/** The statement as a document: what it bills beside the ledgers, what differs by kind, who agreed, and the digest of its file. */
export default function StatementPrintPage() {
  const t = useText('statement')
  const { id } = useParams({ strict: false }) as { id: string }
  const statement = useLoaded(operations.get, { params: { id } })
  return (
    <DocumentPage
      title={t('heading', { provider: statement.provider.name, month: statement.month })}
      state={<StateInHead of="statement" state={statement.state} />}
      meta={
        <>
          <span>{t('number', { number: statement.number })}</span>
          <Money money={statement.amount} />
        </>
      }
      actions={<ActionButton type="primary" label={t('print.do')} onClick={() => window.print()} />}
    >
      {statement.state === 'superseded' && <Notice tone="off">{t('notice.superseded')}</Notice>}
      {statement.state === 'received' && <Notice tone="busy">{t('notice.received')}</Notice>}
      <Panel title={t('overview')}>
        <Facts facts={useStatementFacts(statement)} />
      </Panel>
      {statement.ledgers && (
        <Panel title={t('ledgers')}>
          <LedgersTable ledgers={statement.ledgers} name={statement.provider.name} />
        </Panel>
      )}
      {statement.kinds.length > 0 && (
        <Panel title={t('by-kind')}>
          <KindsTable kinds={statement.kinds} search={{ statementId: id }} />
        </Panel>
      )}
      {statement.categories.length > 0 && <Categories categories={statement.categories} />}
      <p>{t('print.lines', { lines: statement.lines })}</p>
    </DocumentPage>
  )
}
