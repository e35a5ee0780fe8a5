import { quotaOperations } from '@yunheng/contract'
import { useId, useState } from 'react'
import { ActDialog, BodyPicker } from '../../kit/index.ts'
import { useText } from '../../text/index.ts'
import { useAmountFields } from './amount-fields.ts'

/** The first quota of a body: which body is part of the path, so it is asked beside the fields. */
export function NewQuotaDialog({ onClose }: { readonly onClose: () => void }) {
  const t = useText('cloud')
  const id = useId()
  const [bodyId, setBodyId] = useState<string | undefined>()
  return (
    <ActDialog
      operation={quotaOperations.set}
      open
      onClose={onClose}
      params={{ id: bodyId ?? '' }}
      fixed={{ version: null }}
      initial={{ limit: { vcpus: 0, memoryMiB: 0, storageGiB: 0, floatingIps: 0, cards: 0 } }}
      title={t('quota.set')}
      verb={t('quota.set')}
      ready={bodyId !== undefined}
      fields={{
        limit: { label: t('quota.limit'), fields: useAmountFields() },
        reason: { label: t('quota.reason') },
      }}
    >
      <div className="yh-field">
        <label htmlFor={id}>{t('quota.for')}</label>
        <BodyPicker
          id={id}
          label={t('quota.for')}
          invalid={false}
          describedBy={undefined}
          value={bodyId}
          onChange={(value) => setBodyId(value as string | undefined)}
        />
      </div>
    </ActDialog>
  )
}
