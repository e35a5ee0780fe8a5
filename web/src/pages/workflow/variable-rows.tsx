import type { FlowVariables } from '@yunheng/contract'
import { Input } from 'antd'
import { useState } from 'react'
import { useText } from '../../text/index.ts'
import { ActionButton } from '../../ui/index.ts'
import './workflow.css'

interface VariableRowsProps {
  readonly values: FlowVariables
  readonly onChange: (values: FlowVariables) => void
  /** Names that the rules ask for, offered from the start. */
  readonly names?: readonly string[]
}

/** Facts for a simulation: names and values; numbers and yes/no are recognised. */
export function VariableRows({ values, onChange, names = [] }: VariableRowsProps) {
  const t = useText('workflow')
  const [rows, setRows] = useState<readonly (readonly [string, string])[]>(
    names.length > 0 ? names.map((name) => [name, String(values[name] ?? '')] as const) : [],
  )
  const set = (next: readonly (readonly [string, string])[]) => {
    setRows(next)
    onChange(
      Object.fromEntries(
        next.flatMap(([name, value]) => (name && value ? [[name, typed(value)] as const] : [])),
      ),
    )
  }
  const change = (at: number, row: readonly [string, string]) =>
    set(rows.map((one, index) => (index === at ? row : one)))
  return (
    <fieldset className="yh-fieldset">
      <legend>{t('preview.variables')}</legend>
      {rows.map(([name, value], at) => (
        // Rows are only added at the end and removed by their place.
        // biome-ignore lint/suspicious/noArrayIndexKey: see above
        <div key={at} className="yh-variable">
          <Input
            aria-label={t('preview.name')}
            placeholder={t('preview.name')}
            value={name}
            onChange={(event) => change(at, [event.target.value, value])}
          />
          <Input
            aria-label={t('preview.value')}
            placeholder={t('preview.value')}
            value={value}
            onChange={(event) => change(at, [name, event.target.value])}
          />
          <ActionButton
            type="text"
            label={t('preview.remove-short')}
            aria-label={t('preview.remove', { name })}
            onClick={() => set(rows.filter((_, index) => index !== at))}
          />
        </div>
      ))}
      <div>
        <ActionButton type="dashed" label={t('preview.add')} onClick={() => set([...rows, ['', '']])} />
      </div>
    </fieldset>
  )
}

function typed(value: string): string | number | boolean {
  if (value === 'true' || value === 'false') return value === 'true'
  return value.trim() !== '' && Number.isFinite(Number(value)) ? Number(value) : value
}
