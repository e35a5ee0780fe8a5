import {
  slaEventOperations as operations,
  poolOperations,
  resourceOperations,
  SLA_CAUSES,
  SLA_EVENT_STATES,
  type SlaEvent,
} from '@yunheng/contract'
import { useState } from 'react'
import {
  ActDialog,
  type Column,
  choice,
  GoTo,
  optionsOf,
  Picker,
  ProviderPicker,
  RegisterPage,
  State,
  useGoTo,
} from '../../kit/index.ts'
import { to } from '../../paths.ts'
import { useSide } from '../../shell/persona.ts'
import { useMay, useSession } from '../../shell/session.ts'
import { type TextOf, useText } from '../../text/index.ts'
import { Time } from '../../ui/index.ts'

const names = ['state', 'cause', 'providerBodyId'] as const

/** What was down, the latest first; what counts is decided by cause and confirmed by a second person. */
export default function SlaEventListPage() {
  const t = useText('settlement')
  const terms = useText('terms')
  const [adding, setAdding] = useState(false)
  const mayEnter = useMay('create', 'sla-event')
  return (
    <RegisterPage
      title={t('events')}
      meta={<span>{t('events-how')}</span>}
      list={operations.list}
      names={names}
      filters={[
        choice('state', t('state'), SLA_EVENT_STATES, (value) => terms(`sla-event.${value}`)),
        choice('cause', t('cause'), SLA_CAUSES, (value) => t(`cause.${value}`)),
      ]}
      columns={columns(t)}
      empty={{ title: t('events-empty'), why: t('events-empty-why') }}
      add={mayEnter && { label: t('event-new'), onClick: () => setAdding(true) }}
    >
      {adding && <EnterDialog onClose={() => setAdding(false)} />}
    </RegisterPage>
  )
}

function columns(t: TextOf<'settlement'>): readonly Column<SlaEvent>[] {
  return [
    {
      key: 'state',
      title: t('state'),
      oneLine: true,
      render: (row) => <State of="sla-event" state={row.state} />,
    },
    {
      key: 'no',
      title: t('event-no'),
      oneLine: true,
      render: (row) => <GoTo to={to('slaEvent', { id: row.id })}>{row.no}</GoTo>,
    },
    { key: 'provider', title: t('provider'), render: (row) => row.provider.name },
    { key: 'scope', title: t('scope'), render: (row) => row.pool?.name ?? namesOf(row, t) },
    { key: 'from', title: t('starts-at'), oneLine: true, render: (row) => <Time at={row.startsAt} /> },
    { key: 'minutes', title: t('minutes'), number: true, render: (row) => row.minutes },
    {
      key: 'cause',
      title: t('cause'),
      render: (row) => `${t(`cause.${row.cause}`)} · ${t(row.counts ? 'counts' : 'counts-not')}`,
    },
  ]
}

const namesOf = (row: SlaEvent, t: TextOf<'settlement'>) =>
  row.resources.length === 1 ? row.resources[0]?.name : t('resources-count', { count: row.resources.length })

function EnterDialog({ onClose }: { readonly onClose: () => void }) {
  const t = useText('settlement')
  const go = useGoTo()
  const { actingPost } = useSession()
  const isProvider = useSide() === 'provider'
  return (
    <ActDialog
      open
      operation={operations.create}
      params={undefined}
      title={t('event-new')}
      verb={t('event-new')}
      onClose={onClose}
      onDone={(made) => go(to('slaEvent', { id: made.id }))}
      initial={{
        cause: 'provider',
        poolId: null,
        resourceIds: [],
        announcedAt: null,
      }}
      {...(isProvider && actingPost ? { fixed: { providerBodyId: actingPost.bodyId } } : {})}
      fields={{
        ...(!isProvider && {
          providerBodyId: { label: t('provider'), widget: (props) => <ProviderPicker {...props} /> },
        }),
        poolId: {
          label: t('pool'),
          help: t('pool-help'),
          widget: (props) => (
            <Picker
              {...props}
              filterHere
              operation={poolOperations.list}
              input={() => ({ query: { pageSize: 200 } })}
              option={(row) => ({ value: row.id, label: `${row.name} · ${row.cloud.name}` })}
            />
          ),
        },
        resourceIds: {
          label: t('resources'),
          widget: (props) => (
            <Picker
              {...props}
              many
              operation={resourceOperations.list}
              input={(words) => ({ query: { pageSize: 50, ...(words ? { search: words } : {}) } })}
              option={(row) => ({ value: row.id, label: `${row.name} · ${row.system.name}` })}
            />
          ),
        },
        startsAt: { label: t('starts-at') },
        endsAt: { label: t('ends-at') },
        cause: {
          label: t('cause'),
          as: 'select',
          options: optionsOf(SLA_CAUSES, (value) => t(`cause.${value}`)),
        },
        announcedAt: { label: t('announced-at'), help: t('announced-help') },
        description: { label: t('description'), as: 'area' },
        evidence: { label: t('evidence'), help: t('evidence-help'), as: 'area' },
      }}
    />
  )
}
