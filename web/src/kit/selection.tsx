import { Checkbox } from 'antd'
import { type ReactNode, useState } from 'react'
import { useText } from '../text/index.ts'
import { ActionButton } from '../ui/action-button.tsx'
import type { Column } from './table.tsx'

export interface Selection<Row> {
  readonly rows: readonly Row[]
  /** To stand first in the table. */
  readonly column: Column<Row>
  readonly clear: () => void
  /** What may be done with those chosen; nothing while none is. */
  readonly bar: (acts: ReactNode) => ReactNode
}

/** Rows chosen one by one, over several pages of a list if need be. */
export function useSelection<Row>(keyOf: (row: Row) => string, nameOf: (row: Row) => string): Selection<Row> {
  const t = useText('ui')
  const [chosen, setChosen] = useState<ReadonlyMap<string, Row>>(new Map())
  const choose = (row: Row, isChosen: boolean) =>
    setChosen((before) => {
      const after = new Map(before)
      if (isChosen) after.set(keyOf(row), row)
      else after.delete(keyOf(row))
      return after
    })
  const clear = () => setChosen(new Map())
  return {
    rows: [...chosen.values()],
    clear,
    column: {
      key: 'choose',
      title: t('selection.column'),
      oneLine: true,
      render: (row) => (
        <Checkbox
          aria-label={t('selection.one', { name: nameOf(row) })}
          checked={chosen.has(keyOf(row))}
          onChange={(event) => choose(row, event.target.checked)}
        />
      ),
    },
    bar: (acts) =>
      chosen.size === 0 ? null : (
        <section className="yh-row yh-no-print" aria-label={t('selection.bar')}>
          <span>{t('selection.count', { count: chosen.size })}</span>
          {acts}
          <ActionButton size="small" type="text" label={t('selection.clear')} onClick={clear} />
        </section>
      ),
  }
}
