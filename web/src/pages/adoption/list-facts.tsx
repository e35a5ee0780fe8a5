import type { AdoptionList } from '@yunheng/contract'
import { useAmountWords } from '../../kit/index.ts'
import { usePick, useText } from '../../text/index.ts'
import { Facts, Notice, Panel, Time } from '../../ui/index.ts'
import { Progress } from './AdoptionListsPage.tsx'

/** What the list is, and what it would do to the quota of the body. */
export function ListFacts({ list }: { readonly list: AdoptionList }) {
  const t = useText('adoption')
  const pick = usePick()
  const words = useAmountWords()
  const { quota } = list
  const isTakeIn = list.sort === 'take-in'
  return (
    <Panel title={t('list.facts')}>
      {quota?.isOver && list.state !== 'done' && <Notice tone="attention">{t('list.quota-over')}</Notice>}
      {quota === null && isTakeIn && <Notice tone="attention">{t('list.no-quota')}</Notice>}
      {list.withoutPlan > 0 && (
        <Notice tone="attention">
          {t(isTakeIn ? 'list.without-plan' : 'list.plan-missing', { count: list.withoutPlan })}
        </Notice>
      )}
      {list.trouble && (
        <Notice tone="attention" title={t('list.trouble')}>
          {pick(list.trouble)}
        </Notice>
      )}
      <Facts
        facts={[
          { label: t('lists.progress'), value: <Progress row={list} t={t} /> },
          { label: t('list.pool'), value: list.pool.name },
          { label: t('priced-from'), value: list.pricedFrom ?? t('priced-from.taken-in') },
          ...(isTakeIn ? [{ label: t('list.amounts'), value: words(list.amounts) || '0' }] : []),
          ...(isTakeIn
            ? [
                {
                  label: t('list.quota'),
                  value:
                    quota &&
                    t('list.quota-after', {
                      after: words(quota.after) || '0',
                      limit: words(quota.limit) || '0',
                    }),
                },
              ]
            : []),
          ...(list.note === '' ? [] : [{ label: t('list.note'), value: list.note, wide: true }]),
          ...timesOf(list, t),
        ]}
      />
    </Panel>
  )
}

/** Only what has happened. */
function timesOf(list: AdoptionList, t: ReturnType<typeof useText<'adoption'>>) {
  const at = (label: string, instant: string | null) =>
    instant === null ? [] : [{ label, value: <Time at={instant} /> }]
  return [
    ...at(t('list.submitted'), list.submittedAt),
    ...at(t('list.decided'), list.decidedAt),
    ...(list.decidedComment ? [{ label: t('list.comment'), value: list.decidedComment }] : []),
    ...at(t('list.done'), list.doneAt),
  ]
}
