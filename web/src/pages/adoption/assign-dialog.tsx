import {
  type AdoptableKind,
  type AdoptionRule,
  adoptionOperations,
  poolOperations,
  systemOperations,
} from '@yunheng/contract'
import { useId, useState } from 'react'
import { ActDialog, BodyPicker, Picker, useGoTo } from '../../kit/index.ts'
import { type Search, to } from '../../paths.ts'
import { useText } from '../../text/index.ts'
import { useToast } from '../../ui/index.ts'

export interface Assignment {
  readonly cloudId: string
  /** Null: all that the filters show. */
  readonly itemIds: string[] | null
}

/** Whose it is to be, and in which pool it counts. */
export function AssignDialog({
  assignment: { cloudId, itemIds },
  filter,
  onClose,
  onDone,
}: {
  readonly assignment: Assignment
  readonly filter: Search
  readonly onClose: () => void
  readonly onDone: () => void
}) {
  const t = useText('adoption')
  const toast = useToast()
  const go = useGoTo()
  const [bodyId, setBodyId] = useState<string | undefined>()
  const [systemId, setSystemId] = useState<string | undefined>()
  const [poolId, setPoolId] = useState<string | undefined>()
  const [body, system, pool] = [useId(), useId(), useId()]
  const plain = { invalid: false, describedBy: undefined }
  return (
    <ActDialog
      operation={adoptionOperations.assign}
      open
      onClose={onClose}
      params={undefined}
      also={['inventory']}
      fixed={{
        cloudId,
        bodyId: bodyId ?? '',
        systemId: systemId ?? null,
        poolId: poolId ?? '',
        itemIds,
        filter: itemIds === null ? toFilter(filter) : null,
      }}
      initial={{ note: '' }}
      ready={bodyId !== undefined && poolId !== undefined}
      title={t('assign.title')}
      verb={t('assign.verb')}
      fields={{
        pricedFrom: { label: t('priced-from'), help: t('priced-from-help') },
        note: { label: t('assign.note'), as: 'area' },
      }}
      onDone={({ list, needed, skipped }) => {
        const count = Object.values(list.counts).reduce((sum, one) => sum + one, 0)
        toast(t('assign.done', { no: list.no, count, needed, skipped }))
        onDone()
        go(to('adoptionList', { id: list.id }))
      }}
    >
      <p>{itemIds === null ? t('assign.what-all') : t('assign.what', { count: itemIds.length })}</p>
      <div className="yh-field">
        <label htmlFor={body}>{t('assign.body')}</label>
        <BodyPicker
          {...plain}
          id={body}
          label={t('assign.body')}
          value={bodyId}
          onChange={(value) => {
            setBodyId(value as string | undefined)
            setSystemId(undefined)
          }}
        />
      </div>
      <div className="yh-field">
        <label htmlFor={system}>{t('assign.system')}</label>
        <div className="yh-field-help" id={`${system}-help`}>
          {t('assign.as-proposed')}
        </div>
        <Picker
          {...plain}
          describedBy={`${system}-help`}
          id={system}
          label={t('assign.system')}
          value={systemId}
          onChange={(value) => setSystemId(value as string | undefined)}
          operation={systemOperations.list}
          input={(words) => ({
            query: { pageSize: 20, ...(words ? { q: words } : {}), ...(bodyId ? { bodyId } : {}) },
          })}
          option={(row) => ({ value: row.id, label: `${row.name} · ${row.code}` })}
        />
      </div>
      <div className="yh-field">
        <label htmlFor={pool}>{t('assign.pool')}</label>
        <PoolPicker id={pool} cloudId={cloudId} value={poolId} onChange={setPoolId} />
      </div>
    </ActDialog>
  )
}

export function PoolPicker({
  id,
  cloudId,
  value,
  onChange,
}: {
  readonly id: string
  readonly cloudId: string
  readonly value: string | undefined
  readonly onChange: (value: string | undefined) => void
}) {
  const t = useText('adoption')
  return (
    <Picker
      id={id}
      label={t('assign.pool')}
      invalid={false}
      describedBy={undefined}
      value={value}
      onChange={(next) => onChange(next as string | undefined)}
      operation={poolOperations.list}
      input={() => ({ query: { cloudId, pageSize: 200 } })}
      option={(row) => ({ value: row.id, label: row.name })}
      filterHere
    />
  )
}

/** The filters of the address bar as the operation takes them. */
function toFilter({ kind, rule, proposed, q }: Search) {
  return {
    ...(kind ? { kind: kind as AdoptableKind } : {}),
    ...(rule ? { rule: rule as AdoptionRule } : {}),
    ...(proposed ? { proposed: proposed === 'true' } : {}),
    ...(q ? { q } : {}),
  }
}
