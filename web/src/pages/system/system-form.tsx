import {
  ACCESS_PATHS,
  CLASSIFICATIONS,
  DEPLOYMENTS,
  NETWORK_ZONES,
  SYSTEM_KINDS,
  SYSTEM_LIFECYCLES,
  type System,
} from '@yunheng/contract'
import {
  BodyPicker,
  type Fields,
  type FormState,
  LevelSelect,
  optionsOf,
  PersonPicker,
  SchemaFields,
} from '../../kit/index.ts'
import { useText } from '../../text/index.ts'
import { Panel } from '../../ui/index.ts'
import { WavePicker } from './assign-wave.tsx'

interface SystemFormProps {
  readonly form: FormState
  readonly groups: Groups
}

interface Groups {
  readonly identity: Fields
  readonly protection: Fields
  readonly deployment: Fields
}

/** The questions about a system in three groups; registering asks three more than changing. */
export function useSystemFields(form: FormState, system?: System): Groups {
  const t = useText('system')
  const terms = useText('terms')
  const exempt = form.values.deployment === 'exempt'
  const bodyId = system?.body.id ?? (form.values.bodyId as string | undefined)
  const identity: Fields = {
    name: { label: t('field.name') },
    ...(!system && {
      code: { label: t('field.code'), help: t('field.code-help') },
      bodyId: { label: t('field.body'), widget: (props) => <BodyPicker {...props} /> },
      lifecycle: {
        label: t('field.lifecycle'),
        options: optionsOf(SYSTEM_LIFECYCLES, (value) => terms(`lifecycle.${value}`)),
      },
    }),
    summary: { label: t('field.summary') },
    kind: {
      label: t('field.kind'),
      as: 'radio',
      options: optionsOf(SYSTEM_KINDS, (value) => terms(`system-kind.${value}`)),
    },
    responsiblePersonId: {
      label: t('field.person'),
      help: t('field.person-help'),
      widget: (props) => (
        <PersonPicker
          {...props}
          bodyId={bodyId}
          chosen={
            system?.responsiblePerson
              ? { value: system.responsiblePerson.id, label: system.responsiblePerson.name }
              : undefined
          }
        />
      ),
    },
  }
  return { identity, ...useOtherGroups(form, exempt, system) }
}

function useOtherGroups(form: FormState, exempt: boolean, system?: System): Omit<Groups, 'identity'> {
  const t = useText('system')
  const terms = useText('terms')
  const protection: Fields = {
    classification: {
      label: t('field.classification'),
      help: t('field.classification-help'),
      as: 'radio',
      options: optionsOf(CLASSIFICATIONS, (value) => terms(`classification.${value}`)),
    },
    protectionLevel: { label: t('field.level'), widget: (props) => <LevelSelect {...props} /> },
    protectionFilingNo: { label: t('field.filing') },
    networkZone: {
      label: t('field.zone'),
      options: optionsOf(NETWORK_ZONES, (value) => terms(`zone.${value}`)),
    },
    accessPaths: {
      label: t('field.paths'),
      options: optionsOf(ACCESS_PATHS, (value) => terms(`path.${value}`)),
    },
    hasWeb: { label: t('field.web') },
    isVertical: { label: t('field.vertical') },
  }
  const deployment: Fields = {
    deployment: {
      label: t('field.deployment'),
      as: 'radio',
      options: optionsOf(DEPLOYMENTS, (value) => terms(`deployment.${value}`)),
    },
    ...(form.values.kind === 'stock' && {
      waveId: {
        label: t('field.wave'),
        help: t('field.wave-help'),
        widget: (props) => (
          <WavePicker
            {...props}
            chosen={system?.wave ? { value: system.wave.id, label: system.wave.name } : undefined}
          />
        ),
      },
    }),
    ...(exempt && {
      exemption: {
        label: t('field.exemption'),
        fields: {
          basis: { label: t('field.exemption-basis') },
          reason: { label: t('field.exemption-reason'), as: 'area' },
          approvedBy: { label: t('field.exemption-by') },
          approvedOn: { label: t('field.exemption-on') },
          validUntil: { label: t('field.exemption-until') },
        },
      },
    }),
  }
  return { protection, deployment }
}

export const allFields = (groups: Groups): Fields => ({
  ...groups.identity,
  ...groups.protection,
  ...groups.deployment,
})

export function SystemForm({ form, groups }: SystemFormProps) {
  const t = useText('system')
  return (['identity', 'protection', 'deployment'] as const).map((group) => (
    <Panel key={group} title={t(`group.${group}`)}>
      <SchemaFields form={form} fields={groups[group]} />
    </Panel>
  ))
}
