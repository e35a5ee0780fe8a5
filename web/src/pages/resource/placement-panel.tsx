import { placementOperations } from '@yunheng/contract'
import { Select } from 'antd'
import { useState } from 'react'
import { useAsked, useLoaded } from '../../api/index.ts'
import { ActDialog, ProblemPanel, useBlockedBecause, type WidgetProps } from '../../kit/index.ts'
import { usePick, useText } from '../../text/index.ts'
import { ActionButton, formatTime, Panel, Timeline } from '../../ui/index.ts'
import { CandidateTable, How } from '../placement/candidate-words.tsx'

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
          <How explanation={explanation} />
          <p className="yh-quiet yh-small">
            {t('placement.weighed', {
              time: formatTime(explanation.weighedAt),
              count: explanation.candidateCount,
            })}
          </p>
          <CandidateTable
            label={t('placement.title')}
            rows={explanation.candidates}
            chosen={explanation.chosenPoolId}
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
            widget: (props) => <OptionSelect {...props} placementId={placementId} />,
          },
          reason: { label: t('field.reason'), as: 'area' },
        }}
      />
    </>
  )
}

/** Pools that a placement could be moved to: those that fit can be chosen, the others say why not. */
function OptionSelect({ placementId, ...props }: WidgetProps & { readonly placementId: string }) {
  const t = useText('placement')
  const ui = useText('ui')
  const pick = usePick()
  const asked = useAsked(placementOperations.options, { params: { id: placementId } })
  if (asked.error) return <ProblemPanel error={asked.error} onRetry={() => void asked.refetch()} />
  return (
    <Select
      id={props.id}
      aria-label={props.label}
      aria-describedby={props.describedBy}
      aria-invalid={props.invalid || undefined}
      status={props.invalid ? 'error' : ''}
      showSearch={{ optionFilterProp: 'label' }}
      loading={asked.isFetching}
      placeholder={ui('picker.search')}
      value={(props.value as string | undefined) ?? null}
      options={(asked.data?.candidates ?? []).map((row) => ({
        value: row.pool.id,
        disabled: row.refusedBy !== null,
        label: row.refusedBy
          ? `${row.pool.name} · ${row.cloud.name} — ${t('refused', { why: pick(row.refusedBy.text) })}`
          : `${row.pool.name} · ${row.cloud.name}`,
      }))}
      onChange={props.onChange}
    />
  )
}
