import { adoptionOperations } from '@yunheng/contract'
import { useLoaded } from '../../api/index.ts'
import { EntriesPanel } from './entries-panel.tsx'
import { ListFacts } from './list-facts.tsx'

/** The evidence of a decision about a list; loaded by the to-do page only for lists. */
export default function AdoptionEvidence({ id }: { readonly id: string }) {
  const list = useLoaded(adoptionOperations.get, { params: { id } })
  return (
    <>
      <ListFacts list={list} />
      <EntriesPanel list={list} />
    </>
  )
}
