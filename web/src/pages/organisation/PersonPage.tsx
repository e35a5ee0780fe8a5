import { useParams } from '@tanstack/react-router'
import { organisationOperations, type Person, ROLES, roles } from '@yunheng/contract'
import { useEffect, useState } from 'react'
import { useLoaded } from '../../api/index.ts'
import { ActDialog, ActionBar, BodyPicker, GoTo, optionsOf } from '../../kit/index.ts'
import { to } from '../../paths.ts'
import { remember } from '../../shell/recent.ts'
import { useMay } from '../../shell/session.ts'
import { usePick, useText } from '../../text/index.ts'
import { Facts, ObjectPage, Panel, StateBadge, Time } from '../../ui/index.ts'
import { PostsTable } from './posts-panel.tsx'

type Verb = 'modify' | 'deactivate' | 'grant-post'

export default function PersonPage() {
  const seesPosts = useMay('list', 'post')
  const t = useText('organisation')
  const { id } = useParams({ strict: false }) as { id: string }
  const person = useLoaded(organisationOperations.getPerson, { params: { id } })
  const [verb, setVerb] = useState<Verb | null>(null)
  useEffect(() => remember({ title: person.name, place: to('person', { id }) }), [id, person.name])
  return (
    <ObjectPage
      title={person.name}
      state={
        <StateBadge tone={person.deactivatedAt ? 'off' : 'good'}>
          {t(person.deactivatedAt ? 'state.inactive' : 'state.active')}
        </StateBadge>
      }
      meta={<span>{person.bodyName}</span>}
      actions={
        <ActionBar
          actions={[
            {
              key: 'grant-post',
              label: t('person.grant'),
              main: true,
              allowance: person.actions['grant-post'],
              onAct: () => setVerb('grant-post'),
            },
            {
              key: 'modify',
              label: t('person.modify'),
              allowance: person.actions.modify,
              onAct: () => setVerb('modify'),
            },
            {
              key: 'deactivate',
              label: t('person.deactivate'),
              danger: true,
              allowance: person.actions.deactivate,
              onAct: () => setVerb('deactivate'),
            },
          ]}
        />
      }
    >
      <Panel title={person.name}>
        <Facts
          facts={[
            {
              label: t('column.body'),
              value: <GoTo to={to('body', { id: person.bodyId })}>{person.bodyName}</GoTo>,
            },
            { label: t('column.phone'), value: person.phone },
            { label: t('column.email'), value: person.email },
            { label: t('person.created'), value: <Time at={person.createdAt} as="day" /> },
          ]}
        />
      </Panel>
      {seesPosts && (
        <Panel title={t('posts.title')} flush>
          <PostsTable query={{ personId: id }} />
        </Panel>
      )}
      <PersonDialogs person={person} verb={verb} onClose={() => setVerb(null)} />
    </ObjectPage>
  )
}

interface PersonDialogsProps {
  readonly person: Person
  readonly verb: Verb | null
  readonly onClose: () => void
}

function PersonDialogs({ person, verb, onClose }: PersonDialogsProps) {
  const t = useText('organisation')
  const pick = usePick()
  const { name } = person
  const own = { value: person.bodyId, label: person.bodyName }
  return (
    <>
      <ActDialog
        operation={organisationOperations.updatePerson}
        open={verb === 'modify'}
        onClose={onClose}
        params={{ id: person.id }}
        fixed={{ version: person.version }}
        initial={{ name, phone: person.phone, email: person.email }}
        title={t('person.modify-title', { name })}
        verb={t('person.modify')}
        fields={{
          name: { label: t('field.person-name') },
          phone: { label: t('field.phone') },
          email: { label: t('field.email') },
        }}
      />
      <ActDialog
        operation={organisationOperations.deactivatePerson}
        open={verb === 'deactivate'}
        onClose={onClose}
        params={{ id: person.id }}
        fixed={{ version: person.version }}
        title={t('person.deactivate-title', { name })}
        verb={t('person.deactivate')}
        danger
        also={['post', 'account']}
      >
        <p>{t('person.deactivate-what')}</p>
      </ActDialog>
      <ActDialog
        operation={organisationOperations.grantPost}
        open={verb === 'grant-post'}
        onClose={onClose}
        params={undefined}
        fixed={{ personId: person.id }}
        initial={{ bodyId: person.bodyId }}
        title={t('person.grant-title', { name })}
        verb={t('person.grant')}
        also={['person']}
        fields={{
          role: {
            label: t('field.role'),
            help: t('field.role-help'),
            options: optionsOf(ROLES, (role) => pick(roles[role].title)),
          },
          title: { label: t('field.title') },
          bodyId: { label: t('field.body'), widget: (props) => <BodyPicker {...props} chosen={own} /> },
          validFrom: { label: t('field.valid-from'), help: t('field.valid-help') },
          validTo: { label: t('field.valid-to') },
        }}
      />
    </>
  )
}
