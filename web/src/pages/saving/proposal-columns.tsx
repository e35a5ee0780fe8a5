import type { SavingEvidence, SavingFigure, SavingProposal, SavingRule } from '@yunheng/contract'
import { type Column, GoTo, RowAct } from '../../kit/index.ts'
import { to } from '../../paths.ts'
import { type TextOf, useText } from '../../text/index.ts'
import { formatNumber, Money, StateMark, type Tone } from '../../ui/index.ts'

const tones: Record<SavingRule, Tone> = {
  expired: 'bad',
  stopped: 'off',
  idle: 'attention',
  oversized: 'attention',
  orphan: 'attention',
  undersized: 'busy',
}
const GIB = 1024
const SIGN = { below: '<', 'at-most': '≤', above: '>' } as const
/** What fits in a cell; the exported list has all. */
const SHOWN = 3

export function RuleMark({ rule }: { readonly rule: SavingRule }) {
  const t = useText('saving')
  return <StateMark tone={tones[rule]}>{t(`rule.${rule}`)}</StateMark>
}

/** @param notify what sends a notice; null for those who do not. */
export function useProposalColumns(
  notify: ((row: SavingProposal) => void) | null,
): readonly Column<SavingProposal>[] {
  const t = useText('saving')
  return [
    { key: 'rule', title: t('column.rule'), oneLine: true, render: (row) => <RuleMark rule={row.rule} /> },
    {
      key: 'resource',
      title: t('column.resource'),
      render: (row) => (
        <>
          <GoTo
            to={to('resource', { id: row.resource.id }, row.kind === 'server' ? { tab: 'measures' } : {})}
          >
            {row.resource.name}
          </GoTo>
          <div className="yh-quiet yh-small">{row.system.name}</div>
        </>
      ),
    },
    { key: 'body', title: t('column.body'), render: (row) => row.body.name },
    { key: 'size', title: t('column.size'), render: (row) => <Sizes row={row} t={t} /> },
    {
      key: 'saving',
      title: t('column.saving'),
      number: true,
      render: (row) =>
        row.rule === 'undersized' ? (
          '—'
        ) : row.saving === null ? (
          t('saving.unpriced')
        ) : (
          <Money money={row.saving} />
        ),
    },
    {
      key: 'evidence',
      title: t('column.evidence'),
      wideOnly: true,
      render: (row) => <Evidence row={row} t={t} />,
    },
    { key: 'found', title: t('column.found'), oneLine: true, wideOnly: true, render: (row) => row.foundOn },
    {
      key: 'notice',
      title: t('notice.title'),
      oneLine: true,
      render: (row) =>
        row.noticeId !== null ? (
          <GoTo to={to('savingNotices', { resourceId: row.resource.id })}>{t('notify.sent')}</GoTo>
        ) : notify === null ? (
          '—'
        ) : (
          <RowAct label={t('notify')} allowance={row.actions.notify} onAct={() => notify(row)} />
        ),
    },
  ]
}

type Sized = Pick<SavingProposal, 'rule' | 'size' | 'proposedSize'>

export function Sizes({ row, t }: { readonly row: Sized; readonly t: TextOf<'saving'> }) {
  const words = (size: NonNullable<SavingProposal['size']>) =>
    t('size', { vcpus: size.vcpus, memory: formatNumber(size.memoryMiB / GIB, 1) })
  const after =
    row.rule === 'undersized' ? t('size.grow') : row.proposedSize ? words(row.proposedSize) : t('size.back')
  return <>{row.size ? `${words(row.size)} → ${after}` : after}</>
}

function unitOf(figure: SavingFigure): 'of.rate' | 'of.days' | 'of.percent' {
  if (figure === 'network-mean') return 'of.rate'
  return figure.startsWith('days-') ? 'of.days' : 'of.percent'
}

/** What the rule compared, with what. */
export const evidenceWords = (
  { figure, value, relation, limit }: SavingEvidence,
  t: TextOf<'saving'>,
): string =>
  `${t(`figure.${figure}`)} ${t(unitOf(figure), { value: formatNumber(value, 1), sign: SIGN[relation], limit })}`

/** Of the latest window. */
export function Evidence({
  row,
  t,
}: {
  readonly row: Pick<SavingProposal, 'evidence'>
  readonly t: TextOf<'saving'>
}) {
  const latest = row.evidence.slice(-SHOWN)
  return (
    <>
      {latest.map((one) => (
        <div key={`${one.figure} ${one.from}`} title={t('window.between', { from: one.from, to: one.to })}>
          {evidenceWords(one, t)}
        </div>
      ))}
      {row.evidence.length > SHOWN && (
        <div className="yh-quiet yh-small">{t('evidence.more', { count: row.evidence.length })}</div>
      )}
    </>
  )
}
