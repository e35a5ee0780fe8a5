import { useParams } from '@tanstack/react-router'
import { type Pool, type PoolUpdate, poolOperations } from '@yunheng/contract'
import { useAct, useLoaded } from '../../api/index.ts'
import { FormFrame, labelOf, useBlockedBecause, useGoTo, useObjectForm } from '../../kit/index.ts'
import { to } from '../../paths.ts'
import { useText } from '../../text/index.ts'
import { allFields, PoolFields, usePoolFields, withoutHidden } from './pool-fields.tsx'

/** Changes what is known of a pool: placement reads these facts. */
export default function PoolEditPage() {
  const { id } = useParams({ strict: false }) as { id: string }
  const pool = useLoaded(poolOperations.get, { params: { id } })
  return <EditForm key={pool.version} pool={pool} />
}

function EditForm({ pool }: { readonly pool: Pool }) {
  const t = useText('cloud')
  const go = useGoTo()
  const because = useBlockedBecause()
  const form = useObjectForm(poolOperations.update, pool)
  const fields = usePoolFields(form.values, pool)
  const update = useAct(poolOperations.update, { onDone: () => go(to('pool', { id: pool.id })) })
  const send = () => {
    const values = form.submit(labelOf(allFields(fields)))
    if (!values) return
    const body = { ...withoutHidden(values), version: pool.version } as PoolUpdate
    update.mutate({ params: { id: pool.id }, body }, { onError: (error) => form.refuse(error) })
  }
  return (
    <FormFrame
      title={t('pool-edit.title', { name: pool.name })}
      what={t('pool-edit.what')}
      form={form}
      error={update.error}
      verb={t('pool-edit.do')}
      pending={update.isPending}
      blockedBecause={because(pool.actions.modify)}
      onSend={send}
    >
      <PoolFields form={form} fields={fields} />
    </FormFrame>
  )
}
