import { requestOperations } from '@yunheng/contract'
import { useLoaded } from '../../api/index.ts'
import { EvidencePanels } from './evidence-panels.tsx'
import { LinesPanel } from './lines-panel.tsx'
import { RequestFacts } from './overview-tab.tsx'

/** The evidence of a decision about a request; loaded by the to-do page only for requests. */
export default function RequestEvidenceView({ id }: { readonly id: string }) {
  const request = useLoaded(requestOperations.get, { params: { id } })
  return (
    <>
      <RequestFacts request={request} short />
      <LinesPanel request={request} />
      <EvidencePanels requestId={id} />
    </>
  )
}
