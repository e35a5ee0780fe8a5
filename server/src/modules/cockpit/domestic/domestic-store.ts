import type { DomesticAssetClass, DomesticGap } from '@yunheng/contract'
import { sql } from 'kysely'
import { afterKey, type Db, limitOf, type PageRequest, pageOf } from '../../../platform/db/index.ts'

export interface Counted {
  readonly total: number
  readonly domestic: number
  readonly foreign: number
}

export async function countDomestic(db: Db): Promise<ReadonlyMap<DomesticAssetClass, Counted>> {
  const { rows } = await sql<Counted & { asset_class: DomesticAssetClass }>`
    select asset_class, count(*)::int as total, (count(*) filter (where is_domestic))::int as domestic,
      (count(*) filter (where not is_domestic))::int as foreign
    from domestic_asset group by 1`.execute(db)
  return new Map(rows.map(({ asset_class, ...counted }) => [asset_class, counted]))
}

export interface GapRow {
  readonly id: string
  readonly asset_class: DomesticAssetClass
  readonly name: string
  readonly cloud_id: string
  readonly cloud_name: string
  readonly pool_id: string | null
  readonly pool_name: string | null
  readonly is_domestic: boolean | null
}

/** What is not 信创, or not known to be. */
export async function listGaps<W>(
  db: Db,
  { assetClass, gap }: { readonly assetClass?: DomesticAssetClass; readonly gap?: DomesticGap },
  page: PageRequest,
  toWire: (row: GapRow) => W,
) {
  const after = afterKey(page, { sort: 'a.id', id: 'a.id', cast: 'uuid' }, 'asc')
  const which = gap === undefined ? sql`is not true` : gap === 'foreign' ? sql`is false` : sql`is null`
  const { rows } = await sql<GapRow>`
    select a.id, a.asset_class, a.name, a.cloud_id, cloud.name as cloud_name, a.pool_id, pool.name as pool_name, a.is_domestic
    from domestic_asset a join cloud on cloud.id = a.cloud_id left join pool on pool.id = a.pool_id
    where a.is_domestic ${which} ${assetClass === undefined ? sql`` : sql`and a.asset_class = ${assetClass}`}
      ${after === null ? sql`` : sql`and ${after}`}
    order by a.id limit ${limitOf(page)}`.execute(db)
  return pageOf(rows, page, (row) => [row.id, row.id], toWire)
}
