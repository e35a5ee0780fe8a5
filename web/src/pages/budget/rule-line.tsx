import type { ReactNode } from 'react'
import { DefaultTag } from '../../kit/index.ts'
import { useText } from '../../text/index.ts'

/** What a list goes by, with its source; a product default says so. */
export function RuleLine({
  children,
  rule,
  actions,
}: {
  readonly children: ReactNode
  readonly rule: { readonly source: string; readonly isProductDefault: boolean } | undefined
  readonly actions?: ReactNode
}) {
  const t = useText('budget')
  return (
    <div className="yh-row">
      <p className="yh-quiet">
        {children}{' '}
        {rule &&
          (rule.isProductDefault ? <DefaultTag when /> : t('checks.from-rule', { source: rule.source }))}
      </p>
      {actions}
    </div>
  )
}
