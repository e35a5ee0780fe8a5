import { poolOperations, type Request, requestOperations, systemOperations } from '@yunheng/contract'
import { useState } from 'react'
import { ActDialog, ActionBar, GoTo, type ObjectAction, Picker, useGoTo } from '../../kit/index.ts'
import { to } from '../../paths.ts'
import { useText } from '../../text/index.ts'
import { SaveTemplateDialog } from './save-template-dialog.tsx'

type Verb = 'template' | 'withdraw' | 'cancel' | 'confirm' | 'returnDelivery' | 'allocate' | 'copy' | 'remove'

/** What may be done with the request, by its answer's `actions`. Submitting is the last step of the form. */
export function RequestActions({ request }: { readonly request: Request }) {
  const t = useText('request')
  const go = useGoTo()
  const [verb, setVerb] = useState<Verb | null>(null)
  const { actions } = request
  const open = (key: Verb, label: string, more: Partial<ObjectAction> = {}): ObjectAction => ({
    key,
    label,
    allowance: key === 'template' ? { allowed: true } : actions[key],
    onAct: () => setVerb(key),
    ...more,
  })
  const editable = actions.modify.allowed
  const delivered = actions.confirm.allowed
  const list: readonly ObjectAction[] = [
    ...(editable
      ? [
          {
            key: 'modify',
            label: t('action.modify'),
            allowance: actions.modify,
            main: true,
            onAct: () => go(to('requestEdit', { id: request.id })),
          },
        ]
      : []),
    open('confirm', t('action.confirm'), { main: delivered }),
    open('returnDelivery', t('action.return'), { main: delivered }),
    open('allocate', t('action.allocate'), { main: actions.allocate.allowed }),
    open('withdraw', t('action.withdraw')),
    open('copy', t('action.copy')),
    ...(request.kind === 'new' ? [open('template', t('templates.save'))] : []),
    open('cancel', t('action.cancel'), { danger: true }),
    open('remove', t('action.remove'), { danger: true }),
  ]
  return (
    <>
      <GoTo to={to('requestPrint', { id: request.id })}>{t('action.print')}</GoTo>
      <ActionBar actions={list} />
      {verb === 'template' && <SaveTemplateDialog request={request} onClose={() => setVerb(null)} />}
      <RequestDialogs request={request} verb={verb} onClose={() => setVerb(null)} />
    </>
  )
}

interface DialogsProps {
  readonly request: Request
  readonly verb: Verb | null
  readonly onClose: () => void
}

function RequestDialogs({ request, verb, onClose }: DialogsProps) {
  const t = useText('request')
  const go = useGoTo()
  const shared = {
    params: { id: request.id },
    onClose,
    also: ['task', 'flow-instance', 'resource', 'pool', 'quota', 'work-order'],
  } as const
  const fixed = { version: request.version }
  const named = { title: request.title }
  const reason = { reason: { label: t('action.reason'), as: 'area' as const } }
  const comment = { comment: { label: t('action.comment'), as: 'area' as const } }
  return (
    <>
      <ActDialog
        {...shared}
        operation={requestOperations.withdraw}
        open={verb === 'withdraw'}
        fixed={fixed}
        initial={{ aim: 'correct' }}
        title={t('action.withdraw-title', named)}
        verb={t('action.withdraw')}
        fields={{
          aim: {
            label: t('action.withdraw-aim'),
            as: 'radio',
            options: (['correct', 'end'] as const).map((value) => ({
              value,
              label: t(`action.aim.${value}`),
            })),
          },
          ...comment,
        }}
      />
      <ActDialog
        {...shared}
        operation={requestOperations.cancel}
        open={verb === 'cancel'}
        fixed={fixed}
        title={t('action.cancel-title', named)}
        verb={t('action.cancel')}
        danger
        fields={reason}
      >
        <p>{t('action.cancel-what')}</p>
      </ActDialog>
      <ActDialog
        {...shared}
        operation={requestOperations.confirm}
        open={verb === 'confirm'}
        fixed={fixed}
        title={t('action.confirm-title', named)}
        verb={t('action.confirm')}
        fields={comment}
      >
        <p>{t('action.confirm-what')}</p>
      </ActDialog>
      <ActDialog
        {...shared}
        operation={requestOperations.returnDelivery}
        open={verb === 'returnDelivery'}
        fixed={fixed}
        title={t('action.return-title', named)}
        verb={t('action.return')}
        fields={{
          lineIds: {
            label: t('action.return-lines'),
            options: request.lines
              .filter((line) => line.state === 'delivered')
              .map((line) => ({ value: line.id, label: t('line.title', { number: line.number }) })),
          },
          ...reason,
        }}
      />
      <ActDialog
        {...shared}
        operation={requestOperations.allocate}
        open={verb === 'allocate'}
        fixed={fixed}
        initial={{ poolIds: null }}
        title={t('action.allocate-title', named)}
        verb={t('action.allocate')}
        fields={{
          poolIds: {
            label: t('action.allocate-pools'),
            help: t('action.allocate-any'),
            widget: (props) => (
              <Picker
                {...props}
                many
                operation={poolOperations.list}
                input={() => ({
                  query: {
                    class: request.poolClass,
                    networkZone: request.networkZone,
                    state: 'open' as const,
                    pageSize: 100,
                  },
                })}
                option={(row) => ({ value: row.id, label: `${row.name} · ${row.cloud.name}` })}
              />
            ),
          },
          ...comment,
        }}
      />
      <ActDialog
        {...shared}
        operation={requestOperations.copy}
        open={verb === 'copy'}
        fixed={{}}
        initial={{ systemId: null }}
        title={t('action.copy-title', named)}
        verb={t('action.copy')}
        fields={{
          systemId: {
            label: t('action.copy-system'),
            help: t('action.copy-same'),
            widget: (props) => (
              <Picker
                {...props}
                operation={systemOperations.list}
                input={(words) => ({ query: { pageSize: 20, ...(words ? { q: words } : {}) } })}
                option={(row) => ({ value: row.id, label: row.name })}
              />
            ),
          },
        }}
        onDone={(made) => go(to('requestEdit', { id: made.id }))}
      />
      <ActDialog
        {...shared}
        operation={requestOperations.remove}
        open={verb === 'remove'}
        title={t('action.remove-title', named)}
        verb={t('action.remove')}
        danger
        onDone={() => go(to('requests'))}
      />
    </>
  )
}
