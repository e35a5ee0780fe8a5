import { useParams } from '@tanstack/react-router'
import { catalogueOperations, type Offering } from '@yunheng/contract'
import { useLoaded } from '../../api/index.ts'
import { OfferingForm } from './offering-form.tsx'

/** Changes the waiting draft of an offering, or opens one from what is published. */
export default function OfferingEditPage() {
  const { id } = useParams({ strict: false }) as { id: string }
  const current = useLoaded(catalogueOperations.get, { params: { id } })
  return current.draftVersion !== null && current.draftVersion !== current.itemVersion ? (
    <DraftForm current={current} number={current.draftVersion} />
  ) : (
    <OfferingForm key={current.version} offering={current} />
  )
}

function DraftForm({ current, number }: { readonly current: Offering; readonly number: number }) {
  const input = { params: { id: current.id }, query: { itemVersion: number } }
  const draft = useLoaded(catalogueOperations.get, input)
  return <OfferingForm key={draft.version} offering={draft} />
}
