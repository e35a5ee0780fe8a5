import {
  cloudOperations,
  DISPATCHED_TASKS,
  organisationOperations,
  systemOperations,
  workOrderOperations,
} from '@yunheng/contract'
import { ActDialog, optionsOf, Picker, ProviderPicker, useGoTo } from '../../kit/index.ts'
import { to } from '../../paths.ts'
import { useSession } from '../../shell/session.ts'
import { useText } from '../../text/index.ts'

const query = (words: string) => ({ query: { pageSize: 20, ...(words ? { q: words } : {}) } })

/** Work for a provider that no request asks for (R40). Who is addressed by default the server knows (R44). */
export function DispatchDialog({ open, onClose }: { readonly open: boolean; readonly onClose: () => void }) {
  const t = useText('work-order')
  const terms = useText('terms')
  const go = useGoTo()
  const ownBody = useSession().actingPost?.bodyId
  return (
    <ActDialog
      operation={workOrderOperations.create}
      open={open}
      onClose={onClose}
      params={undefined}
      title={t('dispatch.new')}
      verb={t('dispatch.new')}
      width={720}
      fields={{
        task: {
          label: t('dispatch.task'),
          options: optionsOf(DISPATCHED_TASKS, (value) => terms(`work-order-task.${value}`)),
        },
        title: { label: t('dispatch.title') },
        description: { label: t('dispatch.description'), as: 'area' },
        workingDays: { label: t('dispatch.days'), unit: t('dispatch.days-unit') },
        systemId: {
          label: t('dispatch.system'),
          help: t('dispatch.system-help'),
          widget: (props) => (
            <Picker
              {...props}
              operation={systemOperations.list}
              input={query}
              option={(row) => ({ value: row.id, label: row.name })}
            />
          ),
        },
        cloudId: {
          label: t('dispatch.cloud'),
          widget: (props) => (
            <Picker
              {...props}
              operation={cloudOperations.list}
              input={query}
              option={(row) => ({ value: row.id, label: row.name })}
            />
          ),
        },
        nodeId: {
          label: t('dispatch.node'),
          widget: (props) => (
            <Picker
              {...props}
              operation={cloudOperations.listNodes}
              input={() => ({ query: { pageSize: 200 } })}
              option={(row) => ({ value: row.id, label: row.name })}
              filterHere
            />
          ),
        },
        providerBodyId: {
          label: t('dispatch.provider'),
          help: t('dispatch.provider-help'),
          widget: (props) => <ProviderPicker {...props} />,
        },
        witnessPersonId: {
          label: t('dispatch.witness'),
          help: t('dispatch.witness-help'),
          widget: (props) => (
            <Picker
              {...props}
              operation={organisationOperations.listPeople}
              input={(words) => ({
                query: {
                  pageSize: 20,
                  ...(words ? { search: words } : {}),
                  ...(ownBody ? { bodyId: ownBody } : {}),
                },
              })}
              option={(row) => ({ value: row.id, label: row.name })}
            />
          ),
        },
      }}
      onDone={(made) => go(to('workOrder', { id: made.id }))}
    >
      <p>{t('dispatch.what')}</p>
    </ActDialog>
  )
}
