import { subsidyOperations } from '@yunheng/contract'
import { useLoaded } from '../../api/index.ts'
import { useText } from '../../text/index.ts'
import { Panel } from '../../ui/index.ts'
import { SubsidyFacts } from './subsidy-facts.tsx'

/** The evidence of a decision about a subsidy; loaded by the to-do page only for subsidies. */
export default function SubsidyEvidence({ id }: { readonly id: string }) {
  const t = useText('budget')
  const subsidy = useLoaded(subsidyOperations.get, { params: { id } })
  return (
    <Panel title={t('subsidy.title')}>
      <SubsidyFacts subsidy={subsidy} />
    </Panel>
  )
}
