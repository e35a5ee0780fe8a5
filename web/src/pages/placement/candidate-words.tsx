import type { PlacementCandidate, PlacementExplanation } from '@yunheng/contract'
import { GoTo, Table } from '../../kit/index.ts'
import { to } from '../../paths.ts'
import { usePick, useText } from '../../text/index.ts'
import { formatNumber, Notice, StateMark } from '../../ui/index.ts'
import { OldTag } from '../inventory/cloud-age.tsx'

/** What speaks for a pool, score by score, with how much each counts. */
export function Scores({ row }: { readonly row: PlacementCandidate }) {
  const t = useText('placement')
  const pick = usePick()
  return (
    <>
      <strong>{formatNumber(row.total, 2)}</strong>
      <ul className="yh-small yh-quiet">
        {row.scores.map((score) => (
          <li key={score.score}>
            {t('score-line', {
              text: pick(score.text),
              value: formatNumber(score.value, 2),
              weight: formatNumber(score.weight),
            })}
          </li>
        ))}
      </ul>
    </>
  )
}

/** Every pool that was weighed: chosen, fitting, or left out with the reason. */
export function CandidateTable({
  label,
  rows,
  chosen,
}: {
  readonly label: string
  readonly rows: readonly PlacementCandidate[]
  readonly chosen: string | null
}) {
  const t = useText('placement')
  const pick = usePick()
  return (
    <Table
      label={label}
      rows={rows}
      rowKey={(row) => row.pool.id}
      columns={[
        {
          key: 'result',
          title: t('result'),
          render: (row) =>
            row.pool.id === chosen ? (
              <StateMark tone="good">{t('chosen')}</StateMark>
            ) : row.refusedBy ? (
              <span className="yh-small">{t('refused', { why: pick(row.refusedBy.text) })}</span>
            ) : (
              <StateMark tone="off">{t('fitting')}</StateMark>
            ),
        },
        {
          key: 'pool',
          title: t('pool'),
          render: (row) => (
            <>
              <GoTo to={to('pool', { id: row.pool.id })}>{row.pool.name}</GoTo>{' '}
              <OldTag cloudId={row.cloud.id} />
            </>
          ),
        },
        {
          key: 'cloud',
          title: t('cloud'),
          wideOnly: true,
          render: (row) => `${row.cloud.name} · ${row.provider.name}`,
        },
        { key: 'score', title: t('score'), render: (row) => (row.refusedBy ? '—' : <Scores row={row} />) },
      ]}
    />
  )
}

/** By which version of the rules it was weighed, and at whose word when a person named the pool. */
export function How({ explanation }: { readonly explanation: PlacementExplanation }) {
  const t = useText('placement')
  const { policy, override } = explanation
  return (
    <>
      <p className="yh-quiet yh-small">
        {policy === null ? (
          t('policy.none')
        ) : policy.ruleSetId === null ? (
          t('policy.shipped')
        ) : (
          <GoTo to={to('rule', { id: policy.ruleSetId })}>
            {t('policy.number', { number: policy.number ?? 0 })}
          </GoTo>
        )}
      </p>
      {override && <Notice tone="busy">{t('override', override)}</Notice>}
    </>
  )
}
