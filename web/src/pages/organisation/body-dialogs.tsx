import {
  BODY_KINDS,
  type Body,
  GUIDE_FIELDS,
  organisationOperations,
  PROVIDER_TYPES,
} from '@yunheng/contract'
import { ActDialog, BodyPicker, optionsOf, RegionPicker, useGoTo } from '../../kit/index.ts'
import { to } from '../../paths.ts'
import { useText } from '../../text/index.ts'

interface DialogProps {
  readonly open: boolean
  readonly onClose: () => void
}

export function BodyCreateDialog({ open, onClose }: DialogProps) {
  const t = useText('organisation')
  const terms = useText('terms')
  const go = useGoTo()
  return (
    <ActDialog
      operation={organisationOperations.createBody}
      open={open}
      onClose={onClose}
      params={undefined}
      title={t('bodies.new-title')}
      verb={t('bodies.new')}
      fields={{
        kind: {
          label: t('field.kind'),
          options: optionsOf(BODY_KINDS, (value) => terms(`body-kind.${value}`)),
        },
        name: { label: t('field.name') },
        shortName: { label: t('field.short-name') },
        regionId: { label: t('field.region'), widget: (props) => <RegionPicker {...props} /> },
        parentId: { label: t('field.parent'), widget: (props) => <BodyPicker {...props} /> },
        guideField: {
          label: t('field.guide-field'),
          help: t('field.guide-field-help'),
          options: optionsOf(GUIDE_FIELDS, (value) => terms(`guide-field.${value}`)),
        },
        providerType: {
          label: t('field.provider-type'),
          help: t('field.provider-type-help'),
          options: optionsOf(PROVIDER_TYPES, (value) => terms(`provider-type.${value}`)),
        },
        creditCode: { label: t('field.credit-code') },
      }}
      onDone={(made) => go(to('body', { id: made.id }))}
    />
  )
}

export type BodyVerb = 'modify' | 'close' | 'create-person' | 'set-security-lead'

interface BodyDialogsProps {
  readonly body: Body
  readonly verb: BodyVerb | null
  readonly onClose: () => void
}

export function BodyDialogs({ body, verb, onClose }: BodyDialogsProps) {
  const t = useText('organisation')
  const { name } = body
  return (
    <>
      <ActDialog
        operation={organisationOperations.updateBody}
        open={verb === 'modify'}
        onClose={onClose}
        params={{ id: body.id }}
        fixed={{ version: body.version }}
        initial={{ name, shortName: body.shortName, creditCode: body.creditCode }}
        title={t('body.modify-title', { name })}
        verb={t('body.modify')}
        fields={{
          name: { label: t('field.name') },
          shortName: { label: t('field.short-name') },
          creditCode: { label: t('field.credit-code') },
        }}
      />
      <SecurityLeadDialog body={body} open={verb === 'set-security-lead'} onClose={onClose} />
      <ActDialog
        operation={organisationOperations.closeBody}
        open={verb === 'close'}
        onClose={onClose}
        params={{ id: body.id }}
        fixed={{ version: body.version }}
        title={t('body.close-title', { name })}
        verb={t('body.close')}
        danger
      >
        <p>{t('body.close-what')}</p>
      </ActDialog>
      <ActDialog
        operation={organisationOperations.createPerson}
        open={verb === 'create-person'}
        onClose={onClose}
        params={undefined}
        fixed={{ bodyId: body.id }}
        title={t('body.add-person-title', { name })}
        verb={t('body.add-person')}
        fields={{
          name: { label: t('field.person-name') },
          phone: { label: t('field.phone') },
          email: { label: t('field.email') },
        }}
      />
    </>
  )
}

/** R44: who answers for the security of a region's cloud, and gets its incidents. */
function SecurityLeadDialog({ body, open, onClose }: DialogProps & { readonly body: Body }) {
  const t = useText('organisation')
  const act = body.isSecurityLead ? 'body.unset-security-lead' : 'body.set-security-lead'
  return (
    <ActDialog
      operation={organisationOperations.setSecurityLead}
      open={open}
      onClose={onClose}
      params={{ id: body.id }}
      fixed={{ version: body.version, isSecurityLead: !body.isSecurityLead }}
      title={t(act)}
      verb={t(act)}
    >
      <p>{t(`${act}-what`)}</p>
    </ActDialog>
  )
}
