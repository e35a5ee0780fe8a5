import { useParams } from '@tanstack/react-router'
import { type RuleSet, ruleSetOperations } from '@yunheng/contract'
import { useLoaded } from '../../api/index.ts'
import { useText } from '../../text/index.ts'
import { editingOfRegion, editingOfWhole } from './editable.ts'
import { RuleForm } from './rule-form.tsx'

/** Changes a draft, or drafts a new version from a published one. */
export default function RuleEditPage() {
  const { id } = useParams({ strict: false }) as { id: string }
  const rules = useLoaded(ruleSetOperations.get, { params: { id } })
  return rules.region === null ? (
    <WholeForm key={rules.version} rules={rules} />
  ) : (
    <RegionForm key={rules.version} rules={rules} regionId={rules.region.id} />
  )
}

function WholeForm({ rules }: { readonly rules: RuleSet }) {
  const t = useText('rule')
  const isDraft = rules.state === 'draft'
  return (
    <RuleForm
      editing={editingOfWhole(rules)}
      draft={isDraft ? rules : null}
      what={t('edit.what', { number: isDraft ? rules.number - 1 : rules.number })}
    />
  )
}

function RegionForm({ rules, regionId }: { readonly rules: RuleSet; readonly regionId: string }) {
  const t = useText('rule')
  const isDraft = rules.state === 'draft'
  const query = isDraft ? { regionId, onDay: rules.effectiveFrom } : { regionId }
  const effective = useLoaded(ruleSetOperations.effective, { query })
  return (
    <RuleForm
      editing={editingOfRegion(effective, isDraft ? rules.items : null)}
      draft={isDraft ? rules : null}
      what={t('edit.what-region', { region: rules.region?.name ?? '' })}
    />
  )
}
