import {
  PLACEMENT_BOND_KINDS,
  PLACEMENT_BOND_LEVELS,
  PLACEMENT_BOND_STRENGTHS,
  placementBondOperations,
  systemOperations,
} from '@yunheng/contract'
import { ActDialog, optionsOf, Picker, type WidgetProps } from '../../kit/index.ts'
import { useText } from '../../text/index.ts'

/** Binds two systems; on the page of a system that one is known. */
export function BondDialog({
  open,
  onClose,
  systemId,
}: {
  readonly open: boolean
  readonly onClose: () => void
  readonly systemId?: string
}) {
  const t = useText('placement')
  return (
    <ActDialog
      operation={placementBondOperations.create}
      open={open}
      onClose={onClose}
      params={undefined}
      {...(systemId && { fixed: { systemId } })}
      initial={{ kind: 'apart', level: 'node', strength: 'must' }}
      title={t('bond.new')}
      verb={t('bond.do')}
      fields={{
        ...(!systemId && {
          systemId: { label: t('bond.system'), widget: (props: WidgetProps) => <SystemPicker {...props} /> },
        }),
        kind: {
          label: t('bond.kind'),
          as: 'radio',
          options: optionsOf(PLACEMENT_BOND_KINDS, (value) => t(`bond.kind.${value}`)),
        },
        otherId: { label: t('bond.other'), widget: (props: WidgetProps) => <SystemPicker {...props} /> },
        level: {
          label: t('bond.level'),
          help: t('bond.level-help'),
          options: optionsOf(PLACEMENT_BOND_LEVELS, (value) => t(`bond.level.${value}`)),
        },
        strength: {
          label: t('bond.strength'),
          as: 'radio',
          options: optionsOf(PLACEMENT_BOND_STRENGTHS, (value) => t(`bond.strength.${value}`)),
        },
        reason: { label: t('bond.reason'), as: 'area' },
      }}
    >
      <p>{t('bond.new-what')}</p>
    </ActDialog>
  )
}

function SystemPicker(props: WidgetProps) {
  return (
    <Picker
      {...props}
      operation={systemOperations.list}
      input={(words) => ({ query: { pageSize: 20, ...(words ? { q: words } : {}) } })}
      option={(row) => ({ value: row.id, label: row.name })}
      keep={(row) => row.lifecycle !== 'retired'}
    />
  )
}
