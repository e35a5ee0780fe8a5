import { sql } from 'kysely'
import type { Db } from '../../../platform/db/index.ts'

/** What all pools in sight hold together. */
export interface InstalledCapacity {
  /** Virtual: physical times over-commit. */
  readonly vcpus: number
  readonly storageGiB: number
  /** As stated of pools; null where nobody stated any: not known is not zero. */
  readonly fileStorageGiB: number | null
  /** As stated by heterogeneous pools; figures of different precision are different things. */
  readonly pflops: readonly { readonly precision: 'fp16' | 'fp32' | 'int8'; readonly pflops: number }[]
}

export async function sumInstalled(db: Db): Promise<InstalledCapacity> {
  const sums = await sql<{ vcpus: number; storage: number; files: number | null }>`
    select coalesce(sum(floor(total_vcpus * over_commit_vcpus)), 0)::float8 as vcpus,
      coalesce(sum(floor(total_storage_gib * over_commit_storage)), 0)::float8 as storage,
      sum(file_storage_gib)::float8 as files from pool`.execute(db)
  const pflops = await sql<{ precision: 'fp16' | 'fp32' | 'int8'; pflops: number }>`
    select accelerator->>'precision' as precision, sum((accelerator->>'pflops')::numeric)::float8 as pflops
    from pool where accelerator->>'precision' is not null group by 1 order by 1`.execute(db)
  const [sum] = sums.rows
  return {
    vcpus: sum?.vcpus ?? 0,
    storageGiB: sum?.storage ?? 0,
    fileStorageGiB: sum?.files ?? null,
    pflops: pflops.rows,
  }
}
