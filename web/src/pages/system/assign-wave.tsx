import { migrationWaveOperations, type System } from '@yunheng/contract'
import { useId, useState } from 'react'
import { ActDialog, Picker, type WidgetProps } from '../../kit/index.ts'
import { useText } from '../../text/index.ts'
import { useToast } from '../../ui/index.ts'

type Chosen = { readonly chosen?: { readonly value: string; readonly label: string } | undefined }

/** The waves in their order, with what they hold. */
export function WavePicker(props: WidgetProps & Chosen) {
  return (
    <Picker
      {...props}
      operation={migrationWaveOperations.list}
      input={(words) => ({ query: { pageSize: 50, ...(words ? { q: words } : {}) } })}
      option={(row) => ({ value: row.id, label: row.name })}
    />
  )
}

/** R20: several systems into one wave, all or none. */
export function AssignWaveDialog({
  systems,
  onClose,
  onDone,
}: {
  readonly systems: readonly System[]
  readonly onClose: () => void
  readonly onDone: () => void
}) {
  const t = useText('system')
  const toast = useToast()
  const id = useId()
  const [waveId, setWaveId] = useState<string | undefined>()
  return (
    <ActDialog
      operation={migrationWaveOperations.assign}
      open
      onClose={onClose}
      params={{ id: waveId ?? '' }}
      fixed={{ systemIds: systems.map((system) => system.id) }}
      ready={waveId !== undefined}
      also={['system']}
      title={t('wave.assign-title', { count: systems.length })}
      verb={t('wave.assign')}
      onDone={({ assigned, wave }) => {
        onDone()
        toast(t('wave.assigned', { count: assigned, name: wave.name }))
      }}
    >
      <div className="yh-field">
        <label htmlFor={id}>{t('field.wave')}</label>
        <WavePicker
          id={id}
          label={t('field.wave')}
          invalid={false}
          describedBy={undefined}
          value={waveId}
          onChange={(value) => setWaveId(value as string | undefined)}
        />
      </div>
    </ActDialog>
  )
}
