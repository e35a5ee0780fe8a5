import { consolidationOperations as operations } from '@yunheng/contract'
import { useState } from 'react'
import { ActDialog, GoTo, useGoTo } from '../../kit/index.ts'
import { to } from '../../paths.ts'
import { useText } from '../../text/index.ts'
import { ActionButton } from '../../ui/index.ts'

/** Makes a plan of the advice; the server says when the cloud cannot, or when nothing of ours can be moved. */
export function ProposePlan({
  pool,
  freed,
}: {
  readonly pool: { readonly id: string; readonly name: string }
  readonly freed: number
}) {
  const t = useText('consolidation')
  const go = useGoTo()
  const [open, setOpen] = useState(false)
  return (
    <>
      <GoTo to={to('consolidations', { poolId: pool.id })}>{t('open-list')}</GoTo>
      {freed > 0 && <ActionButton label={t('propose')} onClick={() => setOpen(true)} />}
      <ActDialog
        operation={operations.propose}
        open={open}
        onClose={() => setOpen(false)}
        params={{ id: pool.id }}
        initial={{ hosts: Math.min(freed, 50) }}
        title={t('propose-title', { pool: pool.name })}
        verb={t('propose')}
        fields={{
          hosts: { label: t('propose-hosts') },
          reason: { label: t('reason'), as: 'area' },
        }}
        onDone={(made) => go(to('consolidation', { id: made.id }))}
      >
        <p>{t('propose-what')}</p>
      </ActDialog>
    </>
  )
}
