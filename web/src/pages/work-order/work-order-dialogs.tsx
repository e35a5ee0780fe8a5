import { type WorkOrder, workOrderOperations } from '@yunheng/contract'
import { ActDialog } from '../../kit/index.ts'
import { useText } from '../../text/index.ts'

export type Verb = Exclude<keyof WorkOrder['actions'], 'addEvidence'>

interface DialogsProps {
  readonly order: WorkOrder
  readonly verb: Verb | null
  readonly onClose: () => void
}

export function WorkOrderDialogs({ order, verb, onClose }: DialogsProps) {
  const t = useText('work-order')
  const shared = {
    params: { id: order.id },
    fixed: { version: order.version },
    onClose,
    also: ['resource', 'request', 'task'],
  }
  const name = order.title
  const isDispatched = order.resource === null
  const reason = { reason: { label: t('field.reason'), as: 'area' as const } }
  return (
    <>
      <ActDialog
        {...shared}
        operation={workOrderOperations.accept}
        open={verb === 'accept'}
        title={t('action.accept-title', { name })}
        verb={t('action.accept')}
      />
      <ActDialog
        {...shared}
        operation={workOrderOperations.decline}
        open={verb === 'decline'}
        title={t('action.decline-title', { name })}
        verb={t('action.decline')}
        danger
        fields={reason}
      >
        <p>{t(isDispatched ? 'action.decline-dispatched' : 'action.decline-what')}</p>
      </ActDialog>
      <ActDialog
        {...shared}
        operation={workOrderOperations.deliver}
        open={verb === 'deliver'}
        title={t(isDispatched ? 'action.deliver-done-title' : 'action.deliver-title', { name })}
        verb={t(isDispatched ? 'action.deliver-done' : 'action.deliver')}
        fields={{
          note: {
            label: t(isDispatched ? 'field.done' : 'field.note'),
            help: t(isDispatched ? 'field.done-help' : 'field.note-help'),
            as: 'area',
          },
        }}
      />
      <ActDialog
        {...shared}
        operation={workOrderOperations.confirm}
        open={verb === 'confirm'}
        initial={{ comment: null }}
        title={t('action.confirm-title', { name })}
        verb={t('action.confirm')}
        fields={{ comment: { label: t('field.comment'), as: 'area' } }}
      />
      <ActDialog
        {...shared}
        operation={workOrderOperations.return}
        open={verb === 'return'}
        title={t('action.return-title', { name })}
        verb={t('action.return')}
        fields={reason}
      />
      {isDispatched && <DispatchDialogs {...{ order, verb, onClose }} />}
    </>
  )
}

/** What operations do with what they dispatched, and how a destruction is witnessed (R40). */
function DispatchDialogs({ order, verb, onClose }: DialogsProps) {
  const t = useText('work-order')
  const shared = { params: { id: order.id }, fixed: { version: order.version }, onClose }
  const name = order.title
  const reason = { reason: { label: t('field.reason'), as: 'area' as const } }
  return (
    <>
      <ActDialog
        {...shared}
        operation={workOrderOperations.pass}
        open={verb === 'pass'}
        initial={{ comment: null }}
        title={t('action.pass-title', { name })}
        verb={t('action.pass')}
        fields={{ comment: { label: t('field.comment'), as: 'area' } }}
      />
      <ActDialog
        {...shared}
        operation={workOrderOperations.sendBack}
        open={verb === 'sendBack'}
        title={t('action.send-back-title', { name })}
        verb={t('action.sendBack')}
        fields={reason}
      >
        {order.witnesses.length > 0 && <p>{t('action.send-back-what')}</p>}
      </ActDialog>
      <ActDialog
        {...shared}
        operation={workOrderOperations.cancel}
        open={verb === 'cancel'}
        title={t('action.cancel-title', { name })}
        verb={t('action.cancel')}
        danger
        fields={reason}
      />
      <ActDialog
        {...shared}
        operation={workOrderOperations.witness}
        open={verb === 'witness'}
        title={t('action.witness-title', { name })}
        verb={t('action.witness')}
        fields={{
          statement: { label: t('field.statement'), help: t('field.statement-help'), as: 'area' },
        }}
      >
        <p>{t('action.witness-what')}</p>
      </ActDialog>
    </>
  )
}
