import { type Account, identityOperations } from '@yunheng/contract'
import { useState } from 'react'
import { ActDialog, ActionBar, type ObjectAction } from '../../kit/index.ts'
import { useText } from '../../text/index.ts'

const verbs = ['unlock', 'enable', 'reset-password', 'reset-totp', 'end-sessions', 'disable'] as const
type Verb = (typeof verbs)[number]

interface AccountActionsProps {
  readonly account: Account
  readonly onInitial: (password: string) => void
}

/** What may be done with somebody's account. */
export function AccountActions({ account, onInitial }: AccountActionsProps) {
  const t = useText('organisation')
  const [verb, setVerb] = useState<Verb | null>(null)
  // Unlocking and enabling are offered only where they mean something.
  const offered = verbs.filter((one) => account.actions[one].allowed || !['unlock', 'enable'].includes(one))
  const actions = offered.map(
    (one): ObjectAction => ({
      key: one,
      label: t(`accounts.action.${one}`),
      allowance: account.actions[one],
      danger: one === 'disable',
      onAct: () => setVerb(one),
    }),
  )
  const shared = (one: Verb) => ({
    open: verb === one,
    onClose: () => setVerb(null),
    params: { id: account.id },
    title: t(`accounts.dialog.${one}`, { name: account.username }),
    verb: t(`accounts.action.${one}`),
  })
  const fixed = { version: account.version }
  const reason = { reason: { label: t('accounts.reason') } }
  const { account: operations } = identityOperations
  return (
    <>
      <ActionBar actions={actions} />
      <ActDialog {...shared('unlock')} operation={operations.unlock} fixed={fixed} />
      <ActDialog {...shared('enable')} operation={operations.enable} fixed={fixed} />
      <ActDialog {...shared('disable')} operation={operations.disable} fixed={fixed} fields={reason} danger />
      <ActDialog {...shared('reset-totp')} operation={operations.resetTotp} fixed={fixed} fields={reason} />
      <ActDialog
        {...shared('end-sessions')}
        operation={operations.endSessions}
        fixed={{}}
        also={['session']}
      />
      <ActDialog
        {...shared('reset-password')}
        operation={operations.resetPassword}
        fixed={fixed}
        onDone={(answer) => onInitial(answer.initialPassword)}
      />
    </>
  )
}
