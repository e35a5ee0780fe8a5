import { DIMENSIONS, SPENDING_PERIODS, type SpendingSummary } from '@yunheng/contract'
import { type Filter, optionsOf, useUrlState } from '../../kit/index.ts'
import { usePick, useText } from '../../text/index.ts'
import { formatDay } from '../../ui/index.ts'
import { FILTERS } from './narrow.ts'

const MONTHS = 36

/** Months that are over. */
function pastMonths(): readonly { readonly value: string; readonly label: string }[] {
  const [year, month] = formatDay(new Date().toISOString()).split('-').map(Number) as [number, number]
  return Array.from({ length: MONTHS }, (_, back) => {
    const at = new Date(Date.UTC(year, month - 2 - back, 1)).toISOString().slice(0, 7)
    return { value: at, label: at }
  })
}

/** The period, and what was chosen by going further down: each can be taken away. */
export function useSpendingFilters(summary: SpendingSummary | undefined): readonly Filter[] {
  const t = useText('spending')
  const terms = useText('terms')
  const pick = usePick()
  const [url] = useUrlState()
  const named = new Map(summary?.chosen.map(({ filter, name }) => [filter, pick(name)]))
  const chosen = FILTERS.filter((name) => name !== 'period' && name !== 'until' && name !== 'dimension')
  return [
    {
      kind: 'choice',
      key: 'period',
      label: t('period'),
      options: optionsOf(SPENDING_PERIODS, (value) => t(`period.${value}`)),
    },
    { kind: 'choice', key: 'until', label: t('until'), options: pastMonths() },
    {
      kind: 'choice',
      key: 'dimension',
      label: t('dimension'),
      options: optionsOf(DIMENSIONS, (value) => terms(`dimension.${value}`)),
    },
    ...chosen
      .filter((name) => url[name])
      .map((name) => ({
        kind: 'flag' as const,
        key: name,
        label: t('chosen-is', {
          filter: t(`filter.${name}`),
          name: named.get(name) ?? t('filter.chosen'),
        }),
      })),
  ]
}
