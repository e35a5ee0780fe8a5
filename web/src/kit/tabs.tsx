import { Tabs as AntTabs } from 'antd'
import type { ReactNode } from 'react'
import { useUrlState } from './url-state.ts'

export interface TabSpec {
  readonly key: string
  readonly label: ReactNode
  readonly content: () => ReactNode
  /** False where the post may not list what the tab shows. */
  readonly shown?: boolean
}

/** Tabs whose choice stands in the address; only the open one is drawn. */
export function UrlTabs({
  tabs: all,
  label,
  name = 'tab',
}: {
  readonly tabs: readonly TabSpec[]
  readonly label: string
  readonly name?: string
}) {
  const [url, change] = useUrlState()
  const tabs = all.filter((tab) => tab.shown !== false)
  const chosen = tabs.some((tab) => tab.key === url[name]) ? url[name] : tabs[0]?.key
  return (
    <AntTabs
      aria-label={label}
      activeKey={chosen ?? ''}
      destroyOnHidden
      onChange={(key) => change({ [name]: key === tabs[0]?.key ? undefined : key })}
      items={tabs.map((tab) => ({
        key: tab.key,
        label: tab.label,
        children: tab.key === chosen ? <div className="yh-stack">{tab.content()}</div> : null,
      }))}
    />
  )
}
