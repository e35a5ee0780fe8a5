import { useQueryClient } from '@tanstack/react-query'
import { type CurrentSession, identityOperations, platformOperations } from '@yunheng/contract'
import { Button } from 'antd'
import { useState } from 'react'
import { reasonOf, useAct, useAsked } from '../../api/index.ts'
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
import { dutyPlace, renewSession } from '../../shell/session.ts'
import { useText } from '../../text/index.ts'
import { Notice } from '../../ui/index.ts'
import { SampleAccounts } from './SampleAccounts.tsx'

const operation = identityOperations.session.signIn

export default function SignInPage() {
  const t = useText('identity')
  const [url] = useUrlState()
  const about = useAsked(platformOperations.about, {})
  const cache = useQueryClient()
  const go = useGoTo()
  const goHref = useGoToHref()
  const [factor, setFactor] = useState<'code' | 'recoveryCode' | null>(null)
  const form = useForm(operation.body as JsonSchema, {})
  const enter = async (session: CurrentSession) => {
    await renewSession(cache, session)
    const duty = dutyPlace(session, url.next)
    if (duty) go(duty)
    else goHref(url.next ?? '/')
  }
  const signIn = useAct(operation, { onDone: enter })
  const means = useAsked(identityOperations.session.means, {})
  const byCertificate = useAct(identityOperations.session.signInByCertificate, { onDone: enter })
  const fields: Fields = {
    username: { label: t('sign-in.username'), autoComplete: 'username' },
    password: { label: t('sign-in.password'), as: 'password', autoComplete: 'current-password' },
    ...(factor === 'code' && {
      code: { label: t('sign-in.code'), help: t('sign-in.code-help'), autoComplete: 'one-time-code' },
    }),
    ...(factor === 'recoveryCode' && {
      recoveryCode: { label: t('sign-in.recovery'), help: t('sign-in.recovery-help') },
    }),
  }
  const submit = () => {
    const body = form.submit(labelOf(fields))
    if (!body) return
    signIn.mutate(
      { body: body as never },
      { onError: (error) => reasonOf(error) === 'identity.second_factor_required' && setFactor('code') },
    )
  }
  const other = factor === 'code' ? 'recoveryCode' : 'code'
  const switchFactor = () => {
    form.set(factor as string, undefined)
    setFactor(other)
  }
  const asksFactor = reasonOf(signIn.error) === 'identity.second_factor_required'
  return (
    <BarePage
      title={t('sign-in.title')}
      beside={
        about.data?.sample ? (
          <SampleAccounts
            onUse={(account) =>
              signIn.mutate({ body: { username: account.username, password: account.password } })
            }
          />
        ) : undefined
      }
    >
      {url.outside && <Notice tone="attention">{t('sign-in.outside')}</Notice>}
      {url.ended && <Notice tone="attention">{t('sign-in.ended')}</Notice>}
      <form
        className="yh-stack"
        noValidate
        onSubmit={(event) => {
          event.preventDefault()
          submit()
        }}
      >
        <ErrorSummary form={form} />
        {signIn.error && !asksFactor && form.errors.length === 0 && <ProblemPanel error={signIn.error} />}
        <SchemaFields form={form} fields={fields} />
        {factor && (
          <div>
            <Button type="link" className="yh-link-button" onClick={switchFactor}>
              {t(factor === 'code' ? 'sign-in.use-recovery' : 'sign-in.use-code')}
            </Button>
          </div>
        )}
        <Button type="primary" htmlType="submit" size="large" block loading={signIn.isPending}>
          {t('sign-in.do')}
        </Button>
      </form>
      {means.data?.certificate && (
        <div className="yh-stack">
          {byCertificate.error && <ProblemPanel error={byCertificate.error} />}
          <Button
            size="large"
            block
            loading={byCertificate.isPending}
            onClick={() => byCertificate.mutate({ body: {} })}
          >
            {t('sign-in.certificate')}
          </Button>
          <p className="yh-quiet yh-small">{t('sign-in.certificate-help')}</p>
        </div>
      )}
      <p className="yh-quiet yh-small">
        {t('sign-in.what')} {t('sign-in.what-more')}
      </p>
    </BarePage>
  )
}
