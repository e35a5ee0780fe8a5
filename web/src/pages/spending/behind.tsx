import type { SpendingBy, SpendingItem } from '@yunheng/contract'
import type { ReactNode } from 'react'
import { GoTo, useUrlState } from '../../kit/index.ts'
import { useMay } from '../../shell/session.ts'
import { behind, type Part } from './narrow.ts'

/** A figure that leads to what it is made of; plain where there is nothing, or nothing that the reader may see. */
export function Behind({
  by,
  row,
  part = null,
  when,
  children,
}: {
  readonly by: SpendingBy
  readonly row: Pick<SpendingItem, 'key' | 'billId'>
  readonly part?: Part
  readonly when: boolean
  readonly children: ReactNode
}) {
  const seesBills = useMay('list', 'bill')
  const [url] = useUrlState()
  const place = when ? behind(by, row, url, seesBills, part) : null
  return place ? <GoTo to={place}>{children}</GoTo> : children
}
