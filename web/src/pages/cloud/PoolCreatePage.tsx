import { type PoolCreate, poolOperations } from '@yunheng/contract'
import { useAct } from '../../api/index.ts'
import { FormFrame, type JsonSchema, labelOf, useForm, useGoTo } from '../../kit/index.ts'
import { to } from '../../paths.ts'
import { useText } from '../../text/index.ts'
import { allFields, PoolFields, usePoolFields, withoutHidden } from './pool-fields.tsx'

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
  const send = () => {
    const values = form.submit(labelOf(allFields(fields)))
    if (values)
      create.mutate({ body: withoutHidden(values) as PoolCreate }, { onError: (error) => form.refuse(error) })
  }
  return (
    <FormFrame
      title={t('pool-new.title')}
      form={form}
      error={create.error}
      verb={t('pool-new.do')}
      pending={create.isPending}
      onSend={send}
    >
      <PoolFields form={form} fields={fields} />
    </FormFrame>
  )
}
