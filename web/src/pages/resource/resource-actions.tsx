import {
  type Allowance,
  RESOURCE_ACTIONS,
  type Resource,
  type ResourceAction,
  type ResourceKind,
} from '@yunheng/contract'
import { useState } from 'react'
import { ActionBar, type ObjectAction, useGoTo } from '../../kit/index.ts'
import { to } from '../../paths.ts'
import { useText } from '../../text/index.ts'
import { type DialogVerb, ResourceDialogs } from './resource-dialogs.tsx'

/** Verbs that make sense for a kind at all; whether they may be done now is the server's answer. */
const verbsOf: Partial<Record<ResourceKind, readonly ResourceAction[]>> = {
  server: [
    'start',
    'stop',
    'reboot',
    'console',
    'rescue',
    'unrescue',
    'reinstall',
    'rename',
    'setSecurityGroups',
    'resize',
    'renew',
  ],
  volume: ['attach', 'detach', 'snapshot', 'backup', 'rename', 'extend', 'renew'],
  'floating-ip': ['attach', 'detach', 'renew'],
  'load-balancer': ['setListeners', 'rename', 'renew'],
  bucket: ['rename', 'extend', 'renew'],
  'security-group': ['setRules', 'rename'],
  service: ['resize', 'renew', 'rename'],
}
const always: readonly ResourceAction[] = ['release', 'restore', 'retry', 'recreate', 'acceptObserved']
/** Approved things change by a request. */
const byRequest = { resize: 'change', extend: 'change', renew: 'renew' } as const
const main: readonly ResourceAction[] = [
  'restore',
  'recreate',
  'setRules',
  'setListeners',
  'start',
  'stop',
  'attach',
]

/** Where a request is needed, the button begins that very request; its form says who may send it. */
const asRequest = (allowance: Allowance): Allowance =>
  ['resource.change_by_request', 'resource.release_by_request'].includes(allowance.reason ?? '')
    ? { allowed: true }
    : allowance

export function ResourceActions({ resource }: { readonly resource: Resource }) {
  const t = useText('resource')
  const go = useGoTo()
  const [verb, setVerb] = useState<DialogVerb | null>(null)
  const offered = [...(verbsOf[resource.kind] ?? ['rename']), ...always]
  const request = (kind: string) =>
    go(to('requestNew', { kind, system: resource.system.id, resource: resource.id }))
  const actions = RESOURCE_ACTIONS.filter((one) => offered.includes(one))
    // What is of no use right now and has no reason worth reading (restoring what was never released) stays away.
    .filter(
      (one) =>
        resource.actions[one].allowed ||
        !['restore', 'retry', 'recreate', 'acceptObserved', 'unrescue'].includes(one),
    )
    .map((one): ObjectAction => {
      const approved = one === 'release' && resource.requestId !== null
      return {
        key: one,
        label: t(approved ? 'action.release-request' : `action.${one}`),
        allowance: asRequest(resource.actions[one]),
        main: main.includes(one) && resource.actions[one].allowed,
        danger: one === 'release' || one === 'recreate' || one === 'reinstall',
        onAct: () => {
          if (one in byRequest) return request(byRequest[one as keyof typeof byRequest])
          if (approved) return request('release')
          setVerb(one as DialogVerb)
        },
      }
    })
  return (
    <>
      <ActionBar actions={actions} />
      <ResourceDialogs resource={resource} verb={verb} onClose={() => setVerb(null)} />
    </>
  )
}
