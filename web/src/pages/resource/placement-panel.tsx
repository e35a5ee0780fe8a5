import { type PlacementCandidate, placementOperations, poolOperations } from '@yunheng/contract'
import { useState } from 'react'
import { useLoaded } from '../../api/index.ts'
import { ActDialog, GoTo, Picker, Table, useBlockedBecause } from '../../kit/index.ts'
import { to } from '../../paths.ts'
import { usePick, useText } from '../../text/index.ts'
import { ActionButton, formatTime, Panel, StateMark, Timeline } from '../../ui/index.ts'

/** Everything that was weighed, and why this pool was taken (R7, R9). */
export function PlacementPanel({ placementId }: { readonly placementId: string }) {
  const t = useText('resource')
  const pick = usePick()
  const because = useBlockedBecause()
  const placement = useLoaded(placementOperations.get, { params: { id: placementId } })
  const [moving, setMoving] = useState(false)
  const { explanation } = placement
  return (
    <>
      <Panel
        title={t('placement.title')}
        extra={
          <ActionButton
            label={t('action.move')}
            blockedBecause={because(placement.actions.move)}
            onClick={() => setMoving(true)}
          />
        }
      >
        <div className="yh-stack">
          <p>{pick(explanation.summary)}</p>
          <p className="yh-quiet yh-small">
            {t('placement.weighed', {
              time: formatTime(explanation.weighedAt),
              count: explanation.candidateCount,
            })}
          </p>
          <Table
            label={t('placement.title')}
            rows={explanation.candidates}
            rowKey={(row) => row.pool.id}
            columns={[
              {
                key: 'result',
                title: t('placement.state'),
                render: (row) => <Result row={row} chosen={row.pool.id === explanation.chosenPoolId} />,
              },
              {
                key: 'pool',
                title: t('placement.pool'),
                render: (row) => <GoTo to={to('pool', { id: row.pool.id })}>{row.pool.name}</GoTo>,
              },
              {
                key: 'cloud',
                title: t('placement.cloud'),
                wideOnly: true,
                render: (row) => `${row.cloud.name} · ${row.provider.name}`,
              },
              {
                key: 'score',
                title: t('placement.score'),
                render: (row) => (
                  <>
                    <strong>{row.total.toFixed(2)}</strong>
                    <ul className="yh-small yh-quiet">
                      {row.scores.map((score) => (
                        <li key={score.score}>{pick(score.text)}</li>
                      ))}
                    </ul>
                  </>
                ),
              },
            ]}
          />
        </div>
      </Panel>
      {placement.moves.length > 0 && (
        <Panel title={t('placement.moves')}>
          <Timeline
            label={t('placement.moves')}
            entries={placement.moves.map((move) => ({
              id: move.at,
              tone: 'busy',
              title: t('placement.move-line', {
                from: move.fromPool.name,
                to: move.toPool.name,
                actor: move.actor,
              }),
              at: move.at,
              body: move.reason,
            }))}
          />
        </Panel>
      )}
      <ActDialog
        operation={placementOperations.move}
        open={moving}
        onClose={() => setMoving(false)}
        params={{ id: placementId }}
        fixed={{ version: placement.version }}
        title={t('dialog.move')}
        verb={t('action.move')}
        also={['resource', 'pool', 'request']}
        fields={{
          poolId: {
            label: t('field.pool'),
            widget: (props) => (
              <Picker
                {...props}
                operation={poolOperations.list}
                input={() => ({ query: { state: 'open' as const, pageSize: 200 } })}
                option={(row) => ({ value: row.id, label: `${row.name} · ${row.cloud.name}` })}
              />
            ),
          },
          reason: { label: t('field.reason'), as: 'area' },
        }}
      />
    </>
  )
}

function Result({ row, chosen }: { readonly row: PlacementCandidate; readonly chosen: boolean }) {
  const t = useText('resource')
  const pick = usePick()
  if (chosen) return <StateMark tone="good">{t('placement.chosen')}</StateMark>
  if (row.refusedBy)
    return <span className="yh-small">{t('placement.refused', { why: pick(row.refusedBy.text) })}</span>
  return <StateMark tone="off">{t('placement.fits')}</StateMark>
}
