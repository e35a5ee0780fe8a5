import { FILING_ITEM_KINDS, type FilingItemKind } from '@yunheng/contract'
import { Checkbox } from 'antd'
import { useState } from 'react'
import type { FormState, Values } from '../../kit/index.ts'
import { useText } from '../../text/index.ts'
import { Notice } from '../../ui/index.ts'
import type { FilingPreview } from './carried-preview.tsx'

export interface Offered {
  readonly kinds: readonly FilingItemKind[]
  /** Those that are left out, unless the state requires them. */
  readonly requiredKinds: readonly FilingItemKind[]
  readonly isRequired: boolean
  readonly setRequired: (isRequired: boolean) => void
}

/** R29: what the form offers; a kind that was chosen before stays to be seen, and is judged by the rules. */
export function useOfferedKinds(form: FormState, preview: FilingPreview | undefined): Offered {
  const chosen = chosenKinds(form.values)
  const requiredKinds = preview?.requiredKinds ?? []
  const [isSaid, setRequired] = useState(false)
  const isRequired = isSaid || requiredKinds.some((kind) => chosen.has(kind))
  const isOffered = (kind: FilingItemKind) =>
    (preview?.kinds ?? FILING_ITEM_KINDS).includes(kind) ||
    (isRequired && requiredKinds.includes(kind)) ||
    chosen.has(kind)
  return { kinds: FILING_ITEM_KINDS.filter(isOffered), requiredKinds, isRequired, setRequired }
}

function chosenKinds(values: Values): ReadonlySet<unknown> {
  const items = (values.items as readonly Values[] | undefined) ?? []
  return new Set(items.map(({ kind }) => kind))
}

/** Says why infrastructure is not asked for, and opens what the state requires. */
export function OmittedKinds({ offered }: { readonly offered: Offered }) {
  const t = useText('project-filing')
  if (offered.requiredKinds.length === 0) return null
  return (
    <Notice tone="busy" title={t('omitted.title')}>
      <p>{t('omitted.what')}</p>
      <Checkbox checked={offered.isRequired} onChange={(event) => offered.setRequired(event.target.checked)}>
        {t('omitted.required')}
      </Checkbox>
    </Notice>
  )
}
