import { useParams } from '@tanstack/react-router'
import { type Pool, type PoolUpdate, poolOperations } from '@yunheng/contract'
import { useAct, useLoaded } from '../../api/index.ts'
import {
  ErrorSummary,
  type JsonSchema,
  labelOf,
  ProblemPanel,
  useBlockedBecause,
  useForm,
  useGoTo,
} from '../../kit/index.ts'
import { to } from '../../paths.ts'
import { useText } from '../../text/index.ts'
import { ActionButton, FormPage, Notice } from '../../ui/index.ts'
import { PoolFields, usePoolFields, withoutHidden } from './pool-fields.tsx'

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
  const body = poolOperations.update.body as unknown as JsonSchema
  const names = Object.keys(body.properties ?? {})
  const form = useForm(
    body,
    Object.fromEntries(Object.entries(pool).filter(([name]) => names.includes(name))),
  )
  const fields = usePoolFields(form.values, pool)
  const update = useAct(poolOperations.update, { onDone: () => go(to('pool', { id: pool.id })) })
  const submit = () => {
    const values = form.submit(labelOf({ ...fields.identity, ...fields.capacity, ...fields.mapping }))
    if (!values) return
    const sent = { ...withoutHidden(values), version: pool.version } as PoolUpdate
    update.mutate({ params: { id: pool.id }, body: sent }, { onError: (error) => form.refuse(error) })
  }
  return (
    <FormPage title={t('pool-edit.title', { name: pool.name })}>
      <ErrorSummary form={form} />
      {update.error && form.errors.length === 0 && <ProblemPanel error={update.error} />}
      <Notice tone="busy">{t('pool-edit.what')}</Notice>
      <PoolFields form={form} fields={fields} />
      <div>
        <ActionButton
          type="primary"
          size="large"
          label={t('pool-edit.do')}
          loading={update.isPending}
          blockedBecause={because(pool.actions.modify)}
          onClick={submit}
        />
      </div>
    </FormPage>
  )
}
