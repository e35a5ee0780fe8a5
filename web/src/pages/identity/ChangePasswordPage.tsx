import { useQueryClient } from '@tanstack/react-query'
import { identityOperations } from '@yunheng/contract'
import { Button } from 'antd'
import { useState } from 'react'
import { call, useAct, useLoaded } from '../../api/index.ts'
import {
  ErrorSummary,
  type Fields,
  type JsonSchema,
  labelOf,
  ProblemPanel,
  SchemaFields,
  useForm,
  useGoTo,
  useGoToHref,
  useUrlState,
} from '../../kit/index.ts'
import { BarePage } from '../../shell/bare-page.tsx'
import { dutyPlace, renewSession, useSession } from '../../shell/session.ts'
import { useText } from '../../text/index.ts'
import { Notice, useToast } from '../../ui/index.ts'

const { changePassword, passwordRules } = identityOperations.ownAccount
const body = changePassword.body as unknown as JsonSchema
/** The second typing is checked here only: the server gets one password. */
const schema: JsonSchema = {
  ...body,
  properties: { ...body.properties, again: body.properties?.newPassword as JsonSchema },
  required: [...(body.required ?? []), 'again'],
}

export default function ChangePasswordPage() {
  const t = useText('identity')
  const rules = useLoaded(passwordRules, {})
  const session = useSession()
  const cache = useQueryClient()
  const toast = useToast()
  const [url] = useUrlState()
  const go = useGoTo()
  const goHref = useGoToHref()
  const [differs, setDiffers] = useState(false)
  const form = useForm(schema, {})
  const change = useAct(changePassword, {
    onDone: async () => {
      const renewed = await call(identityOperations.session.current, {})
      await renewSession(cache, renewed)
      toast(t('password.changed'))
      const duty = dutyPlace(renewed, url.next)
      if (duty) go(duty)
      else goHref(url.next ?? '/')
    },
  })
  const fields: Fields = {
    currentPassword: { label: t('password.current'), as: 'password', autoComplete: 'current-password' },
    newPassword: {
      label: t('password.new'),
      as: 'password',
      autoComplete: 'new-password',
      help: t('password.rules', {
        min: rules.minLength,
        max: rules.maxLength,
        classes: rules.minClasses,
        history: rules.history,
      }),
    },
    again: { label: t('password.again'), as: 'password', autoComplete: 'new-password' },
  }
  const submit = () => {
    const values = form.submit(labelOf(fields))
    setDiffers(values !== null && values.again !== values.newPassword)
    if (!values || values.again !== values.newPassword) return
    const { again: _, ...sent } = values
    change.mutate({ body: sent as never }, { onError: (error) => form.refuse(error) })
  }
  return (
    <BarePage title={t('password.title')}>
      {session.duties.includes('change-password') && <Notice tone="attention">{t('password.forced')}</Notice>}
      <form
        className="yh-stack"
        noValidate
        onSubmit={(event) => {
          event.preventDefault()
          submit()
        }}
      >
        <ErrorSummary form={form} />
        {differs && <Notice tone="bad">{t('password.differs')}</Notice>}
        {change.error && form.errors.length === 0 && <ProblemPanel error={change.error} />}
        <SchemaFields form={form} fields={fields} />
        <Button type="primary" htmlType="submit" size="large" block loading={change.isPending}>
          {t('password.do')}
        </Button>
      </form>
    </BarePage>
  )
}
