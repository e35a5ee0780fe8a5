import type { ComponentType } from 'react'
import type { PageName } from './paths.ts'
import type { Namespace } from './text/index.ts'

export interface RouteRecord {
  readonly name: PageName
  /** Catalogues that the page speaks from, loaded before it opens. */
  readonly texts: Namespace | readonly Namespace[]
  /** The page one level up: its title stands in the breadcrumb. */
  readonly parent?: PageName
  /** The page's file; nothing of it is loaded before. */
  readonly page: () => Promise<{ readonly default: ComponentType }>
  /** Stands without menus (sign-in and what must be done before anything else). */
  readonly bare?: boolean
}
