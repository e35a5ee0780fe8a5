import { AMOUNT_NAMES, type Fields } from '../../kit/index.ts'
import { useText } from '../../text/index.ts'

/** One number for each thing that capacity and quota are counted in. */
export function useAmountFields(): Fields {
  const terms = useText('terms')
  return Object.fromEntries(
    AMOUNT_NAMES.map((name) => [
      name,
      {
        label: terms(`amount.${name}`),
        unit: terms(`unit.${name}`),
        ...(name === 'memoryMiB' ? { scale: 1024 } : {}),
      },
    ]),
  )
}
