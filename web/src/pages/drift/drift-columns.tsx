import { ADOPTABLE_KINDS, type Drift, type DriftChoice } from '@yunheng/contract'
import { ActionBar, type Column, GoTo, type ObjectAction, useGoTo } from '../../kit/index.ts'
import { to } from '../../paths.ts'
import { useMay } from '../../shell/session.ts'
import { usePick, useText } from '../../text/index.ts'
import { StateMark, Time, type Tone } from '../../ui/index.ts'
import { OldTag } from '../inventory/cloud-age.tsx'
import { useDifferenceWords } from './difference-words.ts'

export const sortTones: Record<Drift['sort'], Tone> = {
  changed: 'attention',
  vanished: 'bad',
  reappeared: 'attention',
  unmanaged: 'unknown',
}

const isAdoptable = (kind: Drift['kind']) => (ADOPTABLE_KINDS as readonly string[]).includes(kind)

type Ask = (choice: DriftChoice, rows: readonly Drift[]) => void

export function useDriftColumns(ask: Ask): readonly Column<Drift>[] {
  const t = useText('drift')
  const terms = useText('terms')
  return [
    {
      key: 'sort',
      title: t('column.sort'),
      oneLine: true,
      render: (row) => <StateMark tone={sortTones[row.sort]}>{t(`sort.${row.sort}`)}</StateMark>,
    },
    {
      key: 'name',
      title: t('column.name'),
      render: (row) => (
        <>
          {row.resource && row.itemId === null ? (
            <GoTo to={to('resource', { id: row.resource.id })}>{row.name}</GoTo>
          ) : row.itemId ? (
            <GoTo to={to('inventoryItem', { id: row.itemId })}>{row.name}</GoTo>
          ) : (
            row.name
          )}
          <div className="yh-small yh-quiet">{terms(`resource-kind.${row.kind}`)}</div>
        </>
      ),
    },
    { key: 'what', title: t('column.what'), render: (row) => <What row={row} /> },
    {
      key: 'cloud',
      title: t('column.cloud'),
      render: (row) => (
        <>
          {row.cloud.name} <OldTag cloudId={row.cloud.id} />
        </>
      ),
    },
    {
      key: 'owner',
      title: t('column.owner'),
      wideOnly: true,
      render: (row) =>
        row.body && (
          <>
            {row.body.name}
            <div className="yh-small yh-quiet">{row.system?.name}</div>
          </>
        ),
    },
    { key: 'since', title: t('column.since'), oneLine: true, render: (row) => <Time at={row.since} /> },
    {
      key: 'actions',
      title: t('column.actions'),
      oneLine: true,
      render: (row) => <Choices row={row} ask={ask} />,
    },
  ]
}

function What({ row }: { readonly row: Drift }) {
  const t = useText('drift')
  const pick = usePick()
  const words = useDifferenceWords()
  return (
    <>
      {row.differences.length > 0
        ? row.differences.map((one) => <div key={one.field}>{words(one)}</div>)
        : t(row.standing === 'leftover' ? 'what.leftover' : `what.${row.sort}`)}
      {row.accepted && (
        <div className="yh-small yh-quiet">
          {t(row.accepted.until ? 'accepted-until' : 'accepted-for-good', {
            until: row.accepted.until ?? '',
            by: row.accepted.by,
            reason: row.accepted.reason,
          })}
        </div>
      )}
      {row.removal && (
        <StateMark tone={row.removal.problem ? 'attention' : 'busy'}>
          {row.removal.problem ? pick(row.removal.problem) : t('removal.under-way')}
        </StateMark>
      )}
    </>
  )
}

/** What may be chosen about one; what may not says why. */
function Choices({ row, ask }: { readonly row: Drift; readonly ask: Ask }) {
  const t = useText('drift')
  const go = useGoTo()
  const mayAsk = useMay('create', 'request')
  const seesInventory = useMay('list', 'inventory')
  const verb = (choice: DriftChoice, allowance: ObjectAction['allowance']): ObjectAction => ({
    key: choice,
    label: t(row.sort === 'vanished' && choice !== 'accept' ? `vanished.${choice}` : `choice.${choice}`),
    danger: choice === 'put-back' && row.sort !== 'changed',
    allowance,
    onAct: () => ask(choice, [row]),
  })
  const { actions } = row
  const { system, resource } = row
  const request: ObjectAction[] =
    row.byRequest && system && resource && mayAsk
      ? [
          {
            key: 'request',
            label: t('choice.request'),
            allowance: { allowed: true },
            onAct: () => go(to('requestNew', { kind: 'change', system: system.id, resource: resource.id })),
          },
        ]
      : []
  // An owner is found for it at the adoption desk; the drift desk only says that it has none.
  const adopt: ObjectAction[] =
    row.sort === 'unmanaged' && isAdoptable(row.kind) && seesInventory
      ? [
          {
            key: 'adopt',
            label: t('choice.adopt'),
            allowance: { allowed: true },
            onAct: () => go(to('adoption', { cloudId: row.cloud.id, q: row.externalId ?? row.name })),
          },
        ]
      : []
  if (row.accepted) return <ActionBar actions={[verb('withdraw', actions.withdraw)]} />
  return (
    <ActionBar
      actions={[
        verb('put-back', actions.putBack),
        verb('take-over', actions.takeOver),
        ...request,
        ...adopt,
        verb('accept', actions.accept),
      ]}
    />
  )
}
