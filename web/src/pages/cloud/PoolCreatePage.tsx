import { type PoolCreate, poolOperations } from '@yunheng/contract'
import { useAct } from '../../api/index.ts'
import { ErrorSummary, type JsonSchema, labelOf, ProblemPanel, useForm, useGoTo } from '../../kit/index.ts'
import { to } from '../../paths.ts'
import { useText } from '../../text/index.ts'
import { ActionButton, FormPage } from '../../ui/index.ts'
import { PoolFields, usePoolFields, withoutHidden } from './pool-fields.tsx'

const nothing = { vcpus: 0, memoryMiB: 0, storageGiB: 0, floatingIps: 0, cards: 0 }

export default function PoolCreatePage() {
  const t = useText('cloud')
  const go = useGoTo()
  const form = useForm(poolOperations.create.body as unknown as JsonSchema, {
    class: 'general',
    networkZone: 'government-extranet',
    dedicatedBodyId: null,
    capacitySource: 'observed',
    total: nothing,
    heldBack: nothing,
    overCommit: { vcpus: '4', memory: '1', storage: '1' },
    accelerator: null,
    mapping: { images: [], volumeTypes: [], externalNetwork: null },
  })
  const fields = usePoolFields(form.values)
  const create = useAct(poolOperations.create, { onDone: (made) => go(to('pool', { id: made.id })) })
  const submit = () => {
    const values = form.submit(labelOf({ ...fields.identity, ...fields.capacity, ...fields.mapping }))
    if (values)
      create.mutate({ body: withoutHidden(values) as PoolCreate }, { onError: (error) => form.refuse(error) })
  }
  return (
    <FormPage title={t('pool-new.title')}>
      <ErrorSummary form={form} />
      {create.error && form.errors.length === 0 && <ProblemPanel error={create.error} />}
      <PoolFields form={form} fields={fields} />
      <div>
        <ActionButton
          type="primary"
          size="large"
          label={t('pool-new.do')}
          loading={create.isPending}
          onClick={submit}
        />
      </div>
    </FormPage>
  )
}
