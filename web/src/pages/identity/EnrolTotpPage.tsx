import { useQueryClient } from '@tanstack/react-query'
import { identityOperations } from '@yunheng/contract'
import { Button, QRCode } from 'antd'
import { call, useAct } from '../../api/index.ts'
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
import { Copyable, Notice } from '../../ui/index.ts'
import './identity.css'

const { beginTotp, confirmTotp } = identityOperations.ownAccount

/** Password → secret and code → recovery codes. */
export default function EnrolTotpPage() {
  const t = useText('identity')
  const session = useSession()
  const begin = useAct(beginTotp)
  const confirm = useAct(confirmTotp)
  return (
    <BarePage title={confirm.data ? t('totp.codes') : t('totp.title')}>
      {!begin.data && session.duties.includes('enrol-totp') && (
        <Notice tone="attention">{t('totp.forced')}</Notice>
      )}
      {confirm.data ? (
        <Codes codes={confirm.data.codes} />
      ) : begin.data ? (
        <>
          <p>{t('totp.scan')}</p>
          <div role="img" aria-label={t('totp.picture')}>
            <QRCode type="svg" value={begin.data.uri} size={180} color="#000000" bgColor="#ffffff" />
          </div>
          <p>
            {t('totp.secret')} <Copyable value={begin.data.secret} what={t('totp.secret')} />
          </p>
          <OneForm
            key="code"
            schema={confirmTotp.body as JsonSchema}
            fields={{ code: { label: t('totp.code'), autoComplete: 'one-time-code' } }}
            verb={t('totp.confirm')}
            act={confirm}
          />
        </>
      ) : (
        <OneForm
          key="password"
          schema={beginTotp.body as JsonSchema}
          fields={{
            password: { label: t('totp.password'), as: 'password', autoComplete: 'current-password' },
          }}
          verb={t('totp.begin')}
          act={begin}
        />
      )}
    </BarePage>
  )
}

interface OneFormProps {
  readonly schema: JsonSchema
  readonly fields: Fields
  readonly verb: string
  readonly act: {
    readonly error: Error | null
    readonly isPending: boolean
    readonly mutate: (
      input: { readonly body: never },
      settings: { readonly onError: (error: Error) => void },
    ) => void
  }
}

function OneForm({ schema, fields, verb, act }: OneFormProps) {
  const form = useForm(schema, {})
  return (
    <form
      className="yh-stack"
      noValidate
      onSubmit={(event) => {
        event.preventDefault()
        const body = form.submit(labelOf(fields))
        if (body) act.mutate({ body: body as never }, { onError: (error) => form.refuse(error) })
      }}
    >
      <ErrorSummary form={form} />
      {act.error && form.errors.length === 0 && <ProblemPanel error={act.error} />}
      <SchemaFields form={form} fields={fields} />
      <Button type="primary" htmlType="submit" size="large" block loading={act.isPending}>
        {verb}
      </Button>
    </form>
  )
}

function Codes({ codes }: { readonly codes: readonly string[] }) {
  const t = useText('identity')
  const cache = useQueryClient()
  const [url] = useUrlState()
  const go = useGoTo()
  const goHref = useGoToHref()
  const leave = async () => {
    const renewed = await call(identityOperations.session.current, {})
    await renewSession(cache, renewed)
    const duty = dutyPlace(renewed, url.next)
    if (duty) go(duty)
    else goHref(url.next ?? '/')
  }
  return (
    <>
      <p>{t('totp.codes-why')}</p>
      <ul className="yh-codes">
        {codes.map((code) => (
          <li key={code} className="yh-mono">
            {code}
          </li>
        ))}
      </ul>
      <Copyable value={codes.join('\n')} shown="" what={t('totp.codes')} />
      <Button type="primary" size="large" block onClick={() => void leave()}>
        {t('totp.done')}
      </Button>
    </>
  )
}
