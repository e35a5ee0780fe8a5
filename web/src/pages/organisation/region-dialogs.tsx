import { organisationOperations, REGION_LEVELS, type Region } from '@yunheng/contract'
import { ActDialog, optionsOf } from '../../kit/index.ts'
import { useText } from '../../text/index.ts'

export type RegionVerb = keyof Region['actions'] & ('add-below' | 'modify' | 'close')

interface RegionDialogsProps {
  readonly region: Region | null
  readonly verb: RegionVerb | null
  readonly onClose: () => void
}

export function RegionDialogs({ region, verb, onClose }: RegionDialogsProps) {
  const t = useText('organisation')
  const terms = useText('terms')
  if (!region) return null
  const { id, name, version } = region
  const below = REGION_LEVELS.slice(REGION_LEVELS.indexOf(region.level) + 1)
  return (
    <>
      <ActDialog
        operation={organisationOperations.createRegion}
        open={verb === 'add-below'}
        onClose={onClose}
        params={undefined}
        fixed={{ parentId: id }}
        initial={below[0] ? { level: below[0] } : {}}
        title={t('regions.add-below-title', { name })}
        verb={t('regions.add-below')}
        fields={{
          level: {
            label: t('regions.level'),
            options: optionsOf(below, (value) => terms(`region-level.${value}`)),
          },
          code: { label: t('regions.code'), help: t('regions.code-help') },
          name: { label: t('column.name') },
        }}
      />
      <ActDialog
        operation={organisationOperations.updateRegion}
        open={verb === 'modify'}
        onClose={onClose}
        params={{ id }}
        fixed={{ version }}
        initial={{ name }}
        title={t('regions.modify-title', { name })}
        verb={t('regions.modify')}
        fields={{ name: { label: t('column.name') } }}
        also={['body']}
      />
      <ActDialog
        operation={organisationOperations.closeRegion}
        open={verb === 'close'}
        onClose={onClose}
        params={{ id }}
        fixed={{ version }}
        title={t('regions.close-title', { name })}
        verb={t('regions.close')}
        danger
      >
        <p>{t('regions.close-what')}</p>
      </ActDialog>
    </>
  )
}
