import { useParams } from '@tanstack/react-router'
import { organisationOperations, systemOperations } from '@yunheng/contract'
import { useEffect, useState } from 'react'
import { useLoaded } from '../../api/index.ts'
import { ActionBar, GoTo, ListTable, UrlTabs } from '../../kit/index.ts'
import { to } from '../../paths.ts'
import { remember } from '../../shell/recent.ts'
import { useMay } from '../../shell/session.ts'
import { useText } from '../../text/index.ts'
import { Facts, ObjectPage, Panel, StateBadge, Time } from '../../ui/index.ts'
import { systemColumns } from '../system/system-columns.tsx'
import { bodyColumns, personColumns } from './body-columns.tsx'
import { BodyDialogs, type BodyVerb } from './body-dialogs.tsx'
import { PostsTable } from './posts-panel.tsx'

export default function BodyPage() {
  const t = useText('organisation')
  const terms = useText('terms')
  const systems = useText('system')
  const { id } = useParams({ strict: false }) as { id: string }
  const body = useLoaded(organisationOperations.getBody, { params: { id } })
  const seesPeople = useMay('list', 'person')
  const seesPosts = useMay('list', 'post')
  const seesSystems = useMay('list', 'system')
  const [verb, setVerb] = useState<BodyVerb | null>(null)
  useEffect(() => remember({ title: body.name, place: to('body', { id }) }), [id, body.name])
  const mayLead = body.kind === 'provider' || body.kind === 'platform-provider'
  const empty = { title: t('people.empty'), why: t('people.empty-why') }
  return (
    <ObjectPage
      title={body.name}
      state={
        <StateBadge tone={body.closedAt ? 'off' : 'good'}>
          {t(body.closedAt ? 'state.closed' : 'state.open')}
        </StateBadge>
      }
      meta={
        <>
          <span>{terms(`body-kind.${body.kind}`)}</span>
          <span>{body.regionName}</span>
        </>
      }
      actions={
        <ActionBar
          actions={[
            {
              key: 'create-person',
              label: t('body.add-person'),
              main: true,
              allowance: body.actions['create-person'],
              onAct: () => setVerb('create-person'),
            },
            {
              key: 'modify',
              label: t('body.modify'),
              allowance: body.actions.modify,
              onAct: () => setVerb('modify'),
            },
            ...(mayLead
              ? [
                  {
                    key: 'set-security-lead',
                    label: t(body.isSecurityLead ? 'body.unset-security-lead' : 'body.set-security-lead'),
                    allowance: body.actions['set-security-lead'],
                    onAct: () => setVerb('set-security-lead'),
                  },
                ]
              : []),
            {
              key: 'close',
              label: t('body.close'),
              danger: true,
              allowance: body.actions.close,
              onAct: () => setVerb('close'),
            },
          ]}
        />
      }
    >
      <UrlTabs
        label={t('body.tabs')}
        tabs={[
          {
            key: 'overview',
            label: t('body.tab.overview'),
            content: () => (
              <Panel title={t('body.tab.overview')}>
                <Facts
                  facts={[
                    { label: t('field.name'), value: body.name },
                    { label: t('field.short-name'), value: body.shortName },
                    { label: t('column.kind'), value: terms(`body-kind.${body.kind}`) },
                    ...(body.guideField
                      ? [{ label: t('field.guide-field'), value: terms(`guide-field.${body.guideField}`) }]
                      : []),
                    ...(body.providerType
                      ? [
                          {
                            label: t('field.provider-type'),
                            value: terms(`provider-type.${body.providerType}`),
                          },
                        ]
                      : []),
                    ...(body.isSecurityLead
                      ? [{ label: t('field.security-lead'), value: t('field.security-lead-yes') }]
                      : []),
                    { label: t('column.region'), value: body.regionName },
                    {
                      label: t('column.parent'),
                      value: body.parentId && (
                        <GoTo to={to('body', { id: body.parentId })}>{body.parentName ?? ''}</GoTo>
                      ),
                    },
                    { label: t('field.credit-code'), value: body.creditCode },
                    { label: t('person.created'), value: <Time at={body.createdAt} as="day" /> },
                  ]}
                />
              </Panel>
            ),
          },
          {
            key: 'people',
            label: t('body.tab.people'),
            shown: seesPeople,
            content: () => (
              <ListTable
                operation={organisationOperations.listPeople}
                query={{ bodyId: id }}
                urlName="people"
                label={t('people.title')}
                rowKey={(row) => row.id}
                columns={personColumns(t).filter((column) => column.key !== 'body')}
                empty={empty}
              />
            ),
          },
          {
            key: 'posts',
            label: t('body.tab.posts'),
            shown: seesPosts,
            content: () => <PostsTable query={{ bodyId: id }} />,
          },
          {
            key: 'systems',
            label: t('body.tab.systems'),
            shown: seesSystems,
            content: () => (
              <ListTable
                operation={systemOperations.list}
                query={{ bodyId: id }}
                urlName="systems"
                label={systems('list.title')}
                rowKey={(row) => row.id}
                columns={systemColumns(systems, terms)}
                empty={{ title: systems('list.empty'), why: systems('list.empty-why') }}
              />
            ),
          },
          {
            key: 'children',
            label: t('body.tab.children'),
            content: () => (
              <ListTable
                operation={organisationOperations.listBodies}
                query={{ parentId: id }}
                urlName="children"
                label={t('body.tab.children')}
                rowKey={(row) => row.id}
                columns={bodyColumns(t, terms).filter((column) => column.key !== 'parent')}
                empty={{ title: t('bodies.empty'), why: t('bodies.empty-why') }}
              />
            ),
          },
        ]}
      />
      <BodyDialogs body={body} verb={verb} onClose={() => setVerb(null)} />
    </ObjectPage>
  )
}
