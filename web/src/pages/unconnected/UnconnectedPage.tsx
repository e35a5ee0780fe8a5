import { useParams } from '@tanstack/react-router'
import {
  unconnectedPlatformOperations as operations,
  type PlatformReport,
  type UnconnectedPlatform,
} from '@yunheng/contract'
import { useState } from 'react'
import { useLoaded } from '../../api/index.ts'
import { ActDialog, ActionBar, type Column, ListTable, type ObjectAction } from '../../kit/index.ts'
import { type TextOf, useText } from '../../text/index.ts'
import { EmptyState, Facts, formatTime, Notice, ObjectPage, Panel, Time } from '../../ui/index.ts'
import { CredentialModal } from './credential-modal.tsx'
import { FIGURE_NAMES, useFigureFields, useFigureWords } from './figure-words.ts'
import { ToldState } from './told-state.tsx'

type Verb = keyof UnconnectedPlatform['actions']

export default function UnconnectedPage() {
  const t = useText('unconnected')
  const { id } = useParams({ strict: false }) as { id: string }
  const platform = useLoaded(operations.get, { params: { id } })
  const [verb, setVerb] = useState<Verb | null>(null)
  const verbs: readonly Verb[] =
    platform.way === 'counted' ? ['count', 'modify', 'revoke'] : ['modify', 'renewCredential', 'revoke']
  const actions = verbs.map(
    (one): ObjectAction => ({
      key: one,
      label: t(one),
      allowance: platform.actions[one],
      main: one === 'count',
      danger: one === 'revoke',
      onAct: () => setVerb(one),
    }),
  )
  return (
    <ObjectPage
      title={platform.name}
      state={<ToldState platform={platform} />}
      meta={
        <>
          <span>{t(`kind.${platform.kind}`)}</span>
          <span>{t(`way.${platform.way}`)}</span>
          <span>{platform.region.name}</span>
        </>
      }
      actions={<ActionBar actions={actions} />}
      notice={<Notices platform={platform} />}
    >
      <Latest platform={platform} />
      <About platform={platform} />
      <Reports id={id} />
      <Dialogs platform={platform} verb={verb} onClose={() => setVerb(null)} />
    </ObjectPage>
  )
}

function Notices({ platform }: { readonly platform: UnconnectedPlatform }) {
  const t = useText('unconnected')
  const { latest, isOld, missingDays, currentDays } = platform
  if (platform.revokedAt)
    return <Notice tone="attention">{`${t('state.revoked')} · ${platform.revokeReason}`}</Notice>
  return (
    <>
      {latest && isOld && (
        <Notice tone="bad">{t('old-since', { day: latest.day, days: currentDays })}</Notice>
      )}
      {missingDays.length > 0 && (
        <Notice tone="attention">{t('missing-days', { days: missingDays.join(' ') })}</Notice>
      )}
    </>
  )
}

function Latest({ platform: { latest } }: { readonly platform: UnconnectedPlatform }) {
  const t = useText('unconnected')
  const words = useFigureWords()
  return (
    <Panel title={t('latest')}>
      {latest ? (
        <Facts
          facts={[
            { label: t('day'), value: latest.day },
            { label: t('source'), value: latest.source },
            ...FIGURE_NAMES.map((name) => ({
              label: t(`figure.${name}`),
              value: words(latest.figures, name),
            })),
            { label: t('received'), value: <Time at={latest.receivedAt} /> },
          ]}
        />
      ) : (
        <EmptyState title={t('latest.none')} why={t('latest.none-why')} />
      )}
    </Panel>
  )
}

function About({ platform }: { readonly platform: UnconnectedPlatform }) {
  const t = useText('unconnected')
  const terms = useText('terms')
  return (
    <Panel title={t('facts')}>
      <Facts
        facts={[
          { label: t('network'), value: terms(`network-type.${platform.networkType}`) },
          { label: t('body'), value: platform.body.name },
          { label: t('contact'), value: `${platform.contactName} ${platform.contactPhone}` },
          { label: t('code'), value: <span className="yh-mono">{platform.code}</span> },
          { label: t('credential'), value: credentialWords(platform, t) },
        ]}
      />
    </Panel>
  )
}

function credentialWords({ credential, way }: UnconnectedPlatform, t: TextOf<'unconnected'>) {
  if (way === 'counted') return t('credential.none')
  if (!credential) return t('credential.gone')
  const used = credential.usedAt
    ? t('credential.used', { time: formatTime(credential.usedAt) })
    : t('credential.unused')
  return (
    <>
      <span className="yh-mono">{`${credential.prefix}…`}</span>
      <div className="yh-quiet yh-small">{used}</div>
    </>
  )
}

function Reports({ id }: { readonly id: string }) {
  const t = useText('unconnected')
  const words = useFigureWords()
  const columns: readonly Column<PlatformReport>[] = [
    { key: 'day', title: t('day'), oneLine: true, render: (row) => row.day },
    ...FIGURE_NAMES.map(
      (name): Column<PlatformReport> => ({
        key: name,
        title: t(`figure.${name}`),
        number: true,
        render: (row) => words(row.figures, name),
      }),
    ),
    { key: 'source', title: t('source'), wideOnly: true, render: (row) => row.source },
    { key: 'by', title: t('entered-by'), wideOnly: true, render: (row) => row.enteredBy },
    { key: 'revision', title: t('revision'), number: true, render: (row) => row.revision },
  ]
  return (
    <Panel title={t('reports')} flush>
      <ListTable
        operation={operations.reports}
        params={{ id }}
        label={t('reports')}
        rowKey={(row) => row.day}
        columns={columns}
        empty={{ title: t('reports.empty'), why: t('reports.empty-why') }}
      />
    </Panel>
  )
}

interface DialogsProps {
  readonly platform: UnconnectedPlatform
  readonly verb: Verb | null
  readonly onClose: () => void
}

function Dialogs({ platform, verb, onClose }: DialogsProps) {
  const t = useText('unconnected')
  const figures = useFigureFields()
  const [credential, setCredential] = useState<string | null>(null)
  const { id, name, contactName, contactPhone, version, latest } = platform
  const shared = { params: { id }, fixed: { version }, onClose }
  return (
    <>
      <ActDialog
        {...shared}
        operation={operations.count}
        open={verb === 'count'}
        {...(latest ? { initial: { source: latest.source, figures: latest.figures } } : {})}
        title={t('count')}
        verb={t('count')}
        fields={{
          day: { label: t('day') },
          source: { label: t('source') },
          figures: { label: t('figures'), fields: figures },
        }}
      >
        <p>{t('count-what')}</p>
      </ActDialog>
      <ActDialog
        {...shared}
        operation={operations.modify}
        open={verb === 'modify'}
        initial={{ name, contactName, contactPhone }}
        title={t('modify')}
        verb={t('modify')}
        fields={{
          name: { label: t('name') },
          contactName: { label: t('contact') },
          contactPhone: { label: t('phone') },
        }}
      />
      <ActDialog
        {...shared}
        operation={operations.renewCredential}
        open={verb === 'renewCredential'}
        title={t('renewCredential')}
        verb={t('renewCredential')}
        danger
        onDone={(answer) => setCredential(answer.credential)}
      >
        <p>{t('renew-what')}</p>
      </ActDialog>
      <ActDialog
        {...shared}
        operation={operations.revoke}
        open={verb === 'revoke'}
        title={t('revoke')}
        verb={t('revoke')}
        danger
        fields={{ reason: { label: t('reason') } }}
      >
        <p>{t('revoke-what')}</p>
      </ActDialog>
      <CredentialModal credential={credential} onClose={() => setCredential(null)} />
    </>
  )
}
