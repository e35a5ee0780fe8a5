import { priceOperations } from '@yunheng/contract'
import { useLoaded } from '../../api/index.ts'
import { PriceForm } from './PriceEditPage.tsx'

/** A new version begins with what the newest published one has: prices change line by line, not all at once. */
export default function PriceNewPage() {
  const { items } = useLoaded(priceOperations.list, { query: { state: 'published', pageSize: 200 } })
  const newest = items.toSorted((a, b) => b.effectiveFrom.localeCompare(a.effectiveFrom))[0] ?? null
  return <PriceForm base={newest} draft={null} />
}
