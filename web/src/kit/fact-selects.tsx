import { Select } from 'antd'
import { useText } from '../text/index.ts'
import type { WidgetProps } from './form/index.ts'

const LEVELS = [1, 2, 3, 4, 5] as const

interface Choices extends WidgetProps {
  readonly options: readonly { readonly value: number | boolean; readonly label: string }[]
  readonly clearable?: boolean
}

function FactSelect(props: Choices) {
  const t = useText('ui')
  return (
    <Select
      id={props.id}
      aria-label={props.label}
      aria-describedby={props.describedBy}
      status={props.invalid ? 'error' : ''}
      allowClear={props.clearable ? { label: t('filter.clear-choice') } : false}
      placeholder={t('fact.unstated')}
      // Its keys are words: a list of choices knows no yes and no.
      value={props.value === undefined || props.value === null ? null : String(props.value)}
      options={props.options.map(({ value, label }) => ({ value: String(value), label }))}
      onChange={(chosen: string | undefined) =>
        props.onChange(props.options.find((option) => String(option.value) === chosen)?.value)
      }
    />
  )
}

/** 等保 levels are numbers in the contract and words to people. */
export function LevelSelect(props: WidgetProps & { readonly clearable?: boolean }) {
  const terms = useText('terms')
  return (
    <FactSelect {...props} options={LEVELS.map((value) => ({ value, label: terms(`level.${value}`) }))} />
  )
}

/** Yes, no, or nobody said: an unticked box could not tell the last two apart. */
export function YesNoSelect(props: WidgetProps) {
  const t = useText('ui')
  return (
    <FactSelect
      {...props}
      clearable
      options={[
        { value: true, label: t('fact.yes') },
        { value: false, label: t('fact.no') },
      ]}
    />
  )
}
