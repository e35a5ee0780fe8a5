import { ruleSetOperations } from '@yunheng/contract'
import { Picker, type WidgetProps } from '../../kit/index.ts'
import { useText } from '../../text/index.ts'

/** Versions of the whole platform's rules, drafts as well: a region's have nothing to say of placement. */
export function RulesPicker(props: WidgetProps) {
  const t = useText('placement')
  return (
    <Picker
      {...props}
      operation={ruleSetOperations.list}
      input={() => ({ query: { pageSize: 100 } })}
      option={(row) => ({
        value: row.id,
        label: t('rules-option', { number: row.number, state: t(`rules.${row.state}`) }),
      })}
      keep={(row) => row.region === null}
      filterHere
    />
  )
}
