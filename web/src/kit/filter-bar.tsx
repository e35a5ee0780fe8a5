import { CloseOutlined, PlusOutlined } from '@ant-design/icons'
import { Button, Dropdown, Input, Popover, Select } from 'antd'
import { useState } from 'react'
import { useText } from '../text/index.ts'
import './filter-bar.css'
import { hiddenFilters } from './hidden-filters.ts'
import { optionsOf } from './terms.tsx'
import { useUrlState } from './url-state.ts'

export type Filter =
  | {
      readonly kind: 'choice'
      readonly key: string
      readonly label: string
      readonly options: readonly { readonly value: string; readonly label: string }[]
    }
  | { readonly kind: 'text'; readonly key: string; readonly label: string }
  | { readonly kind: 'flag'; readonly key: string; readonly label: string }
  | { readonly kind: 'day-from' | 'day-until'; readonly key: string; readonly label: string }

/** One of these values, each in its words. */
export const choice = <V extends string>(
  key: string,
  label: string,
  values: readonly V[],
  words: (value: V) => string,
): Filter => choiceOf(key, label, optionsOf(values, words))

/** One of these things, each under the name it has. */
export const choiceOf = (
  key: string,
  label: string,
  options: readonly { readonly value: string; readonly label: string }[],
): Filter => ({ kind: 'choice', key, label, options })

export const flag = (key: string, label: string): Filter => ({ kind: 'flag', key, label })

interface FilterBarProps {
  /** The query name of the free search, if the list has one. */
  readonly search?: { readonly key: string; readonly label: string }
  readonly filters: readonly Filter[]
}

/** Filters as words ("状态 是 运行中"), kept in the address. */
export function FilterBar({ search, filters }: FilterBarProps) {
  const t = useText('ui')
  const [url, change] = useUrlState()
  const [adding, setAdding] = useState<string | null>(null)
  // Another filter makes other pages: every list here begins anew.
  const begun = Object.fromEntries(
    Object.keys(url).flatMap((key) => (isPlace(key) ? [[key, undefined]] : [])),
  )
  const set = (key: string, value: string | undefined) => change({ ...begun, [key]: value })
  const active = filters.filter((filter) => url[filter.key] || adding === filter.key)
  const rest = filters.filter((filter) => !active.includes(filter))
  return (
    <section className="yh-filters yh-no-print" aria-label={t('filter.bar')}>
      {search && (
        <Input.Search
          className="yh-filter-search"
          key={url[search.key] ?? ''}
          aria-label={search.label}
          placeholder={search.label}
          defaultValue={url[search.key] ?? ''}
          allowClear
          onSearch={(words) => set(search.key, words.trim())}
        />
      )}
      {hiddenFilters(url, filters).map((name) => (
        <FilterPhrase
          key={name}
          filter={flag(name, t(`filter.only.${name}`))}
          value={url[name]}
          open={false}
          onSet={() => set(name, undefined)}
          onClose={() => setAdding(null)}
        />
      ))}
      {active.map((filter) => (
        <FilterPhrase
          key={filter.key}
          filter={filter}
          value={url[filter.key]}
          open={adding === filter.key}
          onSet={(value) => {
            setAdding(null)
            set(filter.key, value)
          }}
          onClose={() => setAdding(null)}
        />
      ))}
      {rest.length > 0 && (
        <Dropdown
          trigger={['click']}
          menu={{
            items: rest.map((filter) => ({ key: filter.key, label: filter.label })),
            onClick: ({ key }) => {
              const filter = rest.find((one) => one.key === key)
              if (filter?.kind === 'flag') set(key, 'true')
              else setAdding(key)
            },
          }}
        >
          <Button type="dashed" icon={<PlusOutlined aria-hidden />}>
            {t('filter.add')}
          </Button>
        </Dropdown>
      )}
    </section>
  )
}

const isPlace = (key: string) => key === 'after' || key.endsWith('.after')

interface PhraseProps {
  readonly filter: Filter
  readonly value: string | undefined
  readonly open: boolean
  readonly onSet: (value: string | undefined) => void
  readonly onClose: () => void
}

function FilterPhrase({ filter, value, open, onSet, onClose }: PhraseProps) {
  const t = useText('ui')
  const [editing, setEditing] = useState(false)
  const words = phrase(filter, value, t)
  if (filter.kind === 'flag')
    return (
      <span className="yh-phrase">
        <span className="yh-phrase-words">{filter.label}</span>
        <RemoveButton words={filter.label} onRemove={() => onSet(undefined)} />
      </span>
    )
  return (
    <span className="yh-phrase">
      <Popover
        trigger="click"
        open={open || editing}
        onOpenChange={(next) => {
          setEditing(next)
          if (!next) onClose()
        }}
        content={
          <FilterEditor
            filter={filter}
            value={value}
            onSet={(next) => {
              setEditing(false)
              onSet(next)
            }}
          />
        }
      >
        <button type="button" className="yh-phrase-words" aria-label={t('filter.change', { words })}>
          {words}
        </button>
      </Popover>
      <RemoveButton words={words} onRemove={() => onSet(undefined)} />
    </span>
  )
}

function RemoveButton({ words, onRemove }: { readonly words: string; readonly onRemove: () => void }) {
  const t = useText('ui')
  return (
    <Button
      type="text"
      size="small"
      icon={<CloseOutlined aria-hidden />}
      aria-label={t('filter.remove', { words })}
      onClick={onRemove}
    />
  )
}

function FilterEditor({
  filter,
  value,
  onSet,
}: {
  readonly filter: Filter
  readonly value: string | undefined
  readonly onSet: (value: string | undefined) => void
}) {
  const t = useText('ui')
  const [draft, setDraft] = useState(value ? asInput(filter, value) : '')
  if (filter.kind === 'choice')
    return (
      <Select
        autoFocus
        className="yh-filter-editor"
        aria-label={filter.label}
        placeholder={t('filter.choose')}
        value={value ?? null}
        options={[...filter.options]}
        onChange={(next) => onSet(next ?? undefined)}
      />
    )
  return (
    <form
      className="yh-row"
      onSubmit={(event) => {
        event.preventDefault()
        onSet(asQuery(filter, draft.trim()))
      }}
    >
      <Input
        autoFocus
        className="yh-filter-editor"
        type={filter.kind === 'text' ? 'text' : 'date'}
        aria-label={filter.label}
        value={draft}
        onChange={(event) => setDraft(event.target.value)}
      />
      <Button type="primary" htmlType="submit">
        {t('filter.apply')}
      </Button>
    </form>
  )
}

function phrase(filter: Filter, value: string | undefined, t: ReturnType<typeof useText<'ui'>>): string {
  if (!value) return filter.label
  if (filter.kind === 'choice') {
    const label = filter.options.find((option) => option.value === value)?.label ?? value
    return t('filter.is', { label: filter.label, value: label })
  }
  return t(filter.kind === 'text' ? 'filter.has' : 'filter.is', {
    label: filter.label,
    value: asInput(filter, value),
  })
}

/** Days are chosen as civil dates of Asia/Shanghai and asked for as instants. */
function asQuery(filter: Filter, draft: string): string | undefined {
  if (!draft) return undefined
  if (filter.kind === 'day-from') return new Date(`${draft}T00:00:00+08:00`).toISOString()
  if (filter.kind === 'day-until') return new Date(`${draft}T23:59:59.999+08:00`).toISOString()
  return draft
}

function asInput(filter: Filter, value: string): string {
  if (filter.kind !== 'day-from' && filter.kind !== 'day-until') return value
  return new Date(new Date(value).getTime() + 8 * 3_600_000).toISOString().slice(0, 10)
}
