import { useParams } from '@tanstack/react-router'
import { CHECK_SUBJECTS, type CheckList, checkListOperations } from '@yunheng/contract'
import { Checkbox } from 'antd'
import { useAct, useLoaded } from '../../api/index.ts'
import {
  FormFrame,
  type JsonSchema,
  labelOf,
  optionsOf,
  SchemaFields,
  useForm,
  useGoTo,
} from '../../kit/index.ts'
import { to } from '../../paths.ts'
import { useText } from '../../text/index.ts'

/** A new version from the one that is looked at; nothing of the old one changes. */
export default function CheckListEditPage() {
  const { id } = useParams({ strict: false }) as { id: string }
  const list = useLoaded(checkListOperations.get, { params: { id } })
  return <EditForm key={list.id} list={list} />
}

const schema = checkListOperations.create.body as unknown as JsonSchema

function EditForm({ list }: { readonly list: CheckList }) {
  const t = useText('coordination')
  const terms = useText('terms')
  const go = useGoTo()
  const form = useForm(schema, {
    title: list.title,
    items: list.items,
    ...(list.isProductDefault ? {} : { source: list.source }),
  } as unknown as Parameters<typeof useForm>[1])
  const both = { zh: { label: t('zh') }, en: { label: t('en') } }
  const fields = {
    title: { label: t('list.name'), fields: both },
    effectiveFrom: { label: t('list.from') },
    source: { label: t('list.source') },
    items: {
      label: t('list.items'),
      fields: {
        code: { label: t('item.code') },
        title: { label: t('item'), fields: both },
        clause: { label: t('item.clause') },
        subjects: {
          label: t('item.subjects'),
          widget: (props: { readonly value: unknown; readonly onChange: (value: unknown) => void }) => (
            <Checkbox.Group
              value={(props.value as string[] | undefined) ?? []}
              options={optionsOf(CHECK_SUBJECTS, (value) => terms(`check-subject.${value}`)).map((one) => ({
                value: one.value,
                label: one.label,
              }))}
              onChange={props.onChange}
            />
          ),
        },
      },
    },
  }
  const act = useAct(checkListOperations.create, {
    onDone: (made) => go(to('checkList', { id: made.id })),
  })
  const save = () => {
    const body = form.submit(labelOf(fields))
    if (!body) return
    act.mutate({ body } as unknown as Parameters<typeof act.mutate>[0], {
      onError: (problem) => form.refuse(problem),
    })
  }
  return (
    <FormFrame
      title={t('list.new')}
      what={t('list.new-what')}
      form={form}
      error={act.error}
      verb={t('list.publish')}
      pending={act.isPending}
      onSend={save}
    >
      <SchemaFields form={form} fields={fields} />
    </FormFrame>
  )
}
