import { DownOutlined } from '@ant-design/icons'
import { type SavedView, savedViewOperations } from '@yunheng/contract'
import { Button, Dropdown, Select } from 'antd'
import { type ReactNode, useRef, useState } from 'react'
import { useAct, useAsked } from '../api/index.ts'
import { type PageName, readSearch, type Search, to, writeSearch } from '../paths.ts'
import { useText } from '../text/index.ts'
import { ActDialog } from './act-dialog.tsx'
import { useGoTo } from './go-to.tsx'
import type { Column } from './table.tsx'
import { useUrlState } from './url-state.ts'

/** What of the address is not a filter. */
const NOT_KEPT = ['after', 'columns']

const keptOf = (url: Search): Record<string, string> =>
  Object.fromEntries(
    Object.entries(url).flatMap(([key, value]) =>
      value && !NOT_KEPT.includes(key) ? [[key, value] as const] : [],
    ),
  )

const columnsIn = (url: Search): string[] | null => url.columns?.split(',').filter(Boolean) ?? null

/** The views that a person keeps of this list: chosen, saved as they stand, removed. */
export function SavedViews({ page }: { readonly page: PageName }) {
  const t = useText('ui')
  const go = useGoTo()
  const [url] = useUrlState()
  const [saving, setSaving] = useState(false)
  const button = useRef<HTMLButtonElement>(null)
  const asked = useAsked(savedViewOperations.list, { query: { page } })
  const remove = useAct(savedViewOperations.remove)
  const views = asked.data?.items ?? []
  const show = ({ search, columns }: SavedView) =>
    go(to(page as 'explorer', { ...readSearch(search), ...(columns ? { columns: columns.join(',') } : {}) }))
  return (
    <>
      <Dropdown
        trigger={['click']}
        menu={{
          items: [
            ...views.map((view) => ({
              key: view.id,
              label: view.name,
              children: [
                { key: `show ${view.id}`, label: t('views.show') },
                { key: `remove ${view.id}`, label: t('views.remove'), danger: true },
              ],
            })),
            { key: 'save', label: t('views.save') },
          ],
          onClick: ({ key }) => {
            // The line vanishes with the menu: what opens from it gives the focus back to the menu's button.
            button.current?.focus()
            if (key === 'save') return setSaving(true)
            const [verb, id] = key.split(' ')
            const view = views.find((one) => one.id === id)
            if (!view) return
            if (verb === 'remove') remove.mutate({ params: { id: view.id } })
            else show(view)
          },
        }}
      >
        <Button ref={button} icon={<DownOutlined aria-hidden />} iconPlacement="end">
          {t('views.title')}
        </Button>
      </Dropdown>
      <ActDialog
        operation={savedViewOperations.save}
        open={saving}
        onClose={() => setSaving(false)}
        params={undefined}
        fixed={{ page, search: writeSearch(keptOf(url)), columns: columnsIn(url) }}
        title={t('views.save-title')}
        verb={t('views.save')}
        fields={{ name: { label: t('views.name') } }}
      >
        <p>{t('views.save-what')}</p>
      </ActDialog>
    </>
  )
}

/** Which columns of a table are shown; the choice stands in the address, so that it can be kept in a view. */
export function useColumnChoice<Row>(
  all: readonly Column<Row>[],
  initially: readonly string[],
): { readonly columns: readonly Column<Row>[]; readonly picker: ReactNode } {
  const t = useText('ui')
  const [url, change] = useUrlState()
  const chosen = columnsIn(url) ?? initially
  const columns = all.filter(({ key }) => chosen.includes(key))
  return {
    columns: columns.length > 0 ? columns : all.filter(({ key }) => initially.includes(key)),
    picker: (
      <Select
        mode="multiple"
        className="yh-column-choice"
        aria-label={t('columns.choose')}
        maxTagCount={0}
        maxTagPlaceholder={t('columns.count', { count: columns.length })}
        value={columns.map(({ key }) => key)}
        options={all.map(({ key, title }) => ({ value: key, label: title }))}
        onChange={(keys: string[]) => change({ columns: keys.length > 0 ? keys.join(',') : undefined })}
      />
    ),
  }
}
