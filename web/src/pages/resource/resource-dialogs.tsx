import {
  BALANCER_ALGORITHMS,
  LISTENER_PROTOCOLS,
  type Resource,
  type ResourceAction,
  type ResponseOf,
  resourceOperations,
} from '@yunheng/contract'
import type { ReactNode } from 'react'
import { ActDialog, type Fields, Picker, useGoTo, type WidgetProps } from '../../kit/index.ts'
import { to } from '../../paths.ts'
import { useText } from '../../text/index.ts'

export type DialogVerb = Exclude<ResourceAction, 'resize' | 'extend' | 'renew' | 'move'>

const operations = {
  start: resourceOperations.start,
  stop: resourceOperations.stop,
  reboot: resourceOperations.reboot,
  console: resourceOperations.console,
  rescue: resourceOperations.rescue,
  unrescue: resourceOperations.unrescue,
  reinstall: resourceOperations.reinstall,
  rename: resourceOperations.rename,
  attach: resourceOperations.attach,
  detach: resourceOperations.detach,
  snapshot: resourceOperations.snapshot,
  backup: resourceOperations.backup,
  setRules: resourceOperations.setRules,
  setSecurityGroups: resourceOperations.setSecurityGroups,
  setListeners: resourceOperations.setListeners,
  release: resourceOperations.release,
  restore: resourceOperations.restore,
  retry: resourceOperations.retry,
  recreate: resourceOperations.recreate,
  acceptObserved: resourceOperations.acceptObserved,
} as const satisfies Record<DialogVerb, unknown>

/** Of which a sentence says what comes of it, where that helps to decide. */
const explained = [
  'start',
  'stop',
  'reboot',
  'console',
  'rescue',
  'unrescue',
  'reinstall',
  'detach',
  'snapshot',
  'backup',
  'setRules',
  'setSecurityGroups',
  'setListeners',
  'release',
  'restore',
  'recreate',
  'acceptObserved',
] as const
type Explained = (typeof explained)[number]
const isExplained = (verb: DialogVerb): verb is Explained =>
  (explained as readonly DialogVerb[]).includes(verb)

const isCopy = (verb: DialogVerb) => verb === 'snapshot' || verb === 'backup'

interface ResourceDialogsProps {
  readonly resource: Resource
  readonly verb: DialogVerb | null
  readonly onClose: () => void
}

/** The question, the words and the fields of each act on a resource. */
export function ResourceDialogs({ resource, verb, onClose }: ResourceDialogsProps) {
  const t = useText('resource')
  const go = useGoTo()
  const fields = useFields(resource)
  if (!verb) return null
  // All but the copies and the screen take a version; they share params, which is all that is used of them here.
  const operation = operations[verb] as typeof resourceOperations.start
  const what: ReactNode = isExplained(verb) ? <p>{t(`dialog.${verb}-what`)}</p> : null
  return (
    <ActDialog
      key={verb}
      operation={operation}
      open
      onClose={onClose}
      params={{ id: resource.id }}
      fixed={isCopy(verb) || verb === 'console' ? {} : { version: resource.version }}
      initial={initialOf(resource, verb)}
      title={t(`dialog.${verb}`, { name: resource.name })}
      verb={t(`action.${verb}`)}
      danger={verb === 'release' || verb === 'recreate' || verb === 'reinstall'}
      fields={fields[verb] ?? {}}
      also={['request', 'pool', 'quota']}
      {...(verb === 'setRules' || verb === 'setListeners' ? { width: 860 } : {})}
      onDone={(answer) => {
        if (isCopy(verb)) go(to('resource', { id: answer.id }))
        if (verb === 'console') openScreen(answer as unknown as ResponseOf<typeof resourceOperations.console>)
      }}
    >
      {what}
    </ActDialog>
  )
}

/** In a window that knows nothing of this one. */
function openScreen({ url }: ResponseOf<typeof resourceOperations.console>): void {
  window.open(url, '_blank', 'noopener,noreferrer')
}

function initialOf(resource: Resource, verb: DialogVerb): Record<string, unknown> {
  const { spec } = resource.desired
  if (verb === 'rename') return { name: resource.name }
  if (verb === 'setRules' && spec.kind === 'security-group') return { rules: spec.rules }
  if (verb === 'setListeners' && spec.kind === 'load-balancer') return { listeners: spec.listeners }
  if (verb === 'setSecurityGroups' && spec.kind === 'server')
    return { securityGroupIds: spec.securityGroupIds }
  if (verb === 'release') return { reason: null }
  return {}
}

function useFields(resource: Resource): Partial<Record<DialogVerb, Fields>> {
  const t = useText('resource')
  const reason: Fields = { reason: { label: t('field.reason'), as: 'area' } }
  const near = { systemId: resource.system.id, cloudId: resource.cloud.id }
  const pick = (kind: 'server' | 'security-group', many: boolean) => (props: WidgetProps) => (
    <Picker
      {...props}
      many={many}
      operation={resourceOperations.list}
      input={(words) => ({ query: { ...near, kind, pageSize: 50, ...(words ? { search: words } : {}) } })}
      option={(row) => ({ value: row.id, label: row.name })}
    />
  )
  return {
    rename: { name: { label: t('field.name') } },
    snapshot: { name: { label: t('field.name') } },
    backup: { name: { label: t('field.name') } },
    attach: { serverId: { label: t('field.server'), widget: pick('server', false) } },
    setSecurityGroups: {
      securityGroupIds: { label: t('field.groups'), widget: pick('security-group', true) },
    },
    release: reason,
    recreate: reason,
    reinstall: reason,
    acceptObserved: reason,
    setListeners: {
      listeners: {
        label: t('tab.listeners'),
        fields: {
          protocol: {
            label: t('field.protocol'),
            options: LISTENER_PROTOCOLS.map((value) => ({ value, label: value.toUpperCase() })),
          },
          port: { label: t('field.port') },
          algorithm: {
            label: t('field.algorithm'),
            options: BALANCER_ALGORITHMS.map((value) => ({ value, label: t(`algorithm.${value}`) })),
          },
          serverIds: { label: t('field.backends'), widget: pick('server', true) },
          memberPort: { label: t('field.member-port') },
          healthPath: { label: t('field.health-path'), placeholder: '/health' },
        },
      },
    },
    setRules: {
      rules: {
        label: t('field.rules'),
        fields: {
          direction: {
            label: t('field.direction'),
            options: (['ingress', 'egress'] as const).map((value) => ({
              value,
              label: t(`field.direction.${value}`),
            })),
          },
          protocol: {
            label: t('field.protocol'),
            options: (['tcp', 'udp', 'icmp', 'any'] as const).map((value) => ({
              value,
              label: t(`field.protocol.${value}`),
            })),
          },
          portFrom: { label: t('field.port-from') },
          portTo: { label: t('field.port-to') },
          remoteCidr: { label: t('field.remote'), placeholder: '10.0.0.0/8' },
        },
      },
    },
  }
}
