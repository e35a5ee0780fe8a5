import { DIMENSIONS, SPENDING_PERIODS, type SpendingSummary } from '@yunheng/contract'
import { choice, type Filter, flag, pastMonths, useUrlState } from '../../kit/index.ts'
import { usePick, useText } from '../../text/index.ts'
import { FILTERS } from './narrow.ts'

const MONTHS = 36

/** The period, and what was chosen by going further down: each can be taken away. */
export function useSpendingFilters(summary: SpendingSummary | undefined): readonly Filter[] {
  const t = useText('spending')
  const terms = useText('terms')
  const pick = usePick()
  const [url] = useUrlState()
  const named = new Map(summary?.chosen.map(({ filter, name }) => [filter, pick(name)]))
  const chosen = FILTERS.filter((name) => name !== 'period' && name !== 'until' && name !== 'dimension')
  return [
    choice('period', t('period'), SPENDING_PERIODS, (value) => t(`period.${value}`)),
    choice('until', t('until'), pastMonths(MONTHS), (month) => month),
    choice('dimension', t('dimension'), DIMENSIONS, (value) => terms(`dimension.${value}`)),
    ...chosen
      .filter((name) => url[name])
      .map((name) =>
        flag(
          name,
          t('chosen-is', { filter: t(`filter.${name}`), name: named.get(name) ?? t('filter.chosen') }),
        ),
      ),
  ]
}
