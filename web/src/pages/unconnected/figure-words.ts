import { PlatformFigures } from '@yunheng/contract'
import type { Fields } from '../../kit/index.ts'
import { useText } from '../../text/index.ts'
import { formatNumber } from '../../ui/index.ts'

type FigureName = keyof PlatformFigures
export const FIGURE_NAMES = Object.keys(PlatformFigures.properties) as readonly FigureName[]
const isSize = (name: FigureName) => name === 'memoryGiB' || name === 'storageGiB'

/** A figure with its unit. */
export function useFigureWords(): (figures: PlatformFigures, name: FigureName) => string {
  const t = useText('unconnected')
  return (figures, name) => `${formatNumber(figures[name])}${isSize(name) ? ` ${t('GiB')}` : ''}`
}

export function useFigureFields(): Fields {
  const t = useText('unconnected')
  return Object.fromEntries(
    FIGURE_NAMES.map((name) => [
      name,
      { label: t(`figure.${name}`), ...(isSize(name) ? { unit: t('GiB') } : {}) },
    ]),
  )
}
