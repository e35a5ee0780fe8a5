import type { OperationSpec } from '@yunheng/contract'
import { Select } from 'antd'
import { useDeferredValue, useState } from 'react'
import { type InputOf, useAsked } from '../api/index.ts'
import { useText } from '../text/index.ts'
import type { WidgetProps } from './form/index.ts'
import type { RowOf } from './list-table.tsx'

interface PickerProps<O extends OperationSpec> extends WidgetProps {
  readonly operation: O
  /** The list's input for the words typed so far. */
  readonly input: (words: string) => NoInfer<InputOf<O>>
  readonly option: (row: RowOf<O>) => { readonly value: string; readonly label: string }
  /** Rows for which it is false are no choice here. */
  readonly keep?: (row: RowOf<O>) => boolean
  readonly many?: boolean
  /** The list takes no words: all of it is asked for and narrowed here. */
  readonly filterHere?: boolean
  /** Choices beside those of the list, after them. */
  readonly also?: readonly { readonly value: string; readonly label: string }[]
  /** Name of what is chosen already, so that it reads as a name before the list is asked. */
  readonly chosen?: { readonly value: string; readonly label: string } | undefined
}

/** Chooses one or several objects of a list operation by typing part of a name. */
export function Picker<O extends OperationSpec>(props: PickerProps<O>) {
  const t = useText('ui')
  const [words, setWords] = useState('')
  const asked = useAsked(props.operation, props.input(useDeferredValue(words)))
  const rows = (asked.data as { readonly items: readonly RowOf<O>[] } | undefined)?.items ?? []
  const options = (props.keep ? rows.filter(props.keep) : rows).map(props.option)
  const known =
    props.chosen && !options.some((option) => option.value === props.chosen?.value) ? [props.chosen] : []
  return (
    <Select
      id={props.id}
      aria-label={props.label}
      aria-describedby={props.describedBy}
      aria-invalid={props.invalid || undefined}
      status={props.invalid ? 'error' : ''}
      {...(props.many ? { mode: 'multiple' as const } : {})}
      allowClear={{ label: t('filter.clear-choice') }}
      showSearch={
        props.filterHere ? { optionFilterProp: 'label' } : { filterOption: false, onSearch: setWords }
      }
      value={(props.value as string | undefined) ?? (props.many ? [] : null)}
      placeholder={t('picker.search')}
      notFoundContent={asked.isFetching ? t('waiting') : t('picker.nothing')}
      loading={asked.isFetching}
      options={[...known, ...options, ...(props.also ?? [])]}
      onChange={(value: unknown) => props.onChange(value ?? undefined)}
    />
  )
}
