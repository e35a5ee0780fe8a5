import type { BudgetForecast } from '@yunheng/contract'
import { useText } from '../../text/index.ts'
import { formatMoney } from '../../ui/index.ts'

/** Beside every forecast: how it was reached, and how far it may be off. */
export function ForecastNote({ forecast }: { readonly forecast: BudgetForecast }) {
  const t = useText('budget')
  const { bills, low, high } = forecast
  if (bills === 0) return <>{t('forecast-committed')}</>
  return (
    <>
      {t('forecast-how', { bills })}
      {low.amountMinor !== high.amountMinor && (
        <> {t('forecast-band', { low: formatMoney(low), high: formatMoney(high) })}</>
      )}
    </>
  )
}
