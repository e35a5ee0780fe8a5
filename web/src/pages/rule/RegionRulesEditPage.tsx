import { ruleSetOperations } from '@yunheng/contract'
import { useLoaded } from '../../api/index.ts'
import { useText } from '../../text/index.ts'
import { editingOfRegion } from './editable.ts'
import { RuleForm } from './rule-form.tsx'

/** Drafts a version for the region of one's own post, from what applies there today (R30). */
export default function RegionRulesEditPage() {
  const t = useText('rule')
  const effective = useLoaded(ruleSetOperations.effective, { query: {} })
  return (
    <RuleForm
      editing={editingOfRegion(effective, null)}
      draft={null}
      what={t('edit.what-region', { region: effective.region?.name ?? t('level.whole') })}
    />
  )
}
