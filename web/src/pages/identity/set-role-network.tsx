import { type RoleNetwork, type RoleNetworkTrial, roleNetworkOperations } from '@yunheng/contract'
import { Input } from 'antd'
import { useState } from 'react'
import { useAsked, wordsOf } from '../../api/index.ts'
import { ActDialog, type WidgetProps } from '../../kit/index.ts'
import { useLanguage, usePick, useText } from '../../text/index.ts'
import { Notice } from '../../ui/index.ts'

/** The list, and beside it what it would do: above all to the one who sets it. */
export function SetRoleNetwork({
  network,
  onClose,
}: {
  readonly network: RoleNetwork
  readonly onClose: () => void
}) {
  const t = useText('identity')
  const language = useLanguage()
  const pick = usePick()
  const [tried, setTried] = useState<readonly string[]>(network.ranges)
  const trial = useAsked(
    roleNetworkOperations.try,
    { params: { role: network.role }, body: { ranges: [...tried] } },
    { keep: true },
  )
  const locksYouOut = trial.data?.locksYouOut ?? false
  return (
    <ActDialog
      operation={roleNetworkOperations.set}
      open
      onClose={onClose}
      params={{ role: network.role }}
      fixed={{ version: network.version }}
      initial={{ ranges: network.ranges }}
      title={t('network.set-title', { role: pick(network.title) })}
      verb={t('network.set')}
      also={['session']}
      width={560}
      fields={{
        ranges: {
          label: t('network.ranges'),
          help: t('network.ranges-help'),
          widget: (props) => <RangesField {...props} onTry={setTried} />,
        },
        reason: { label: t('network.reason') },
        ...(locksYouOut ? { outsideAccepted: { label: t('network.accept') } } : {}),
      }}
    >
      {trial.error ? (
        <Notice tone="bad">{wordsOf(trial.error, language).sentence}</Notice>
      ) : (
        trial.data && <Trial trial={trial.data} />
      )}
    </ActDialog>
  )
}

function Trial({ trial }: { readonly trial: RoleNetworkTrial }) {
  const t = useText('identity')
  const { address } = trial
  const own = trial.locksYouOut
    ? t('network.trial-locks-you', { address })
    : t(trial.within ? 'network.trial-within' : 'network.trial-outside', { address })
  return (
    <Notice tone={trial.locksEverybodyOut ? 'bad' : trial.within ? 'good' : 'attention'}>
      <p>{own}</p>
      {trial.locksEverybodyOut && <p>{t('network.trial-locks-all')}</p>}
      {trial.sessionsOutside > 0 && <p>{t('network.trial-sessions', { count: trial.sessionsOutside })}</p>}
    </Notice>
  )
}

/** One range a line. What was typed is tried when the field is left. */
function RangesField({
  id,
  value,
  onChange,
  onTry,
  invalid,
  describedBy,
}: WidgetProps & { readonly onTry: (ranges: readonly string[]) => void }) {
  const [text, setText] = useState(((value as readonly string[] | undefined) ?? []).join('\n'))
  const rangesOf = (typed: string) => typed.split(/[\s,，;；、]+/).filter((range) => range !== '')
  return (
    <Input.TextArea
      id={id}
      rows={6}
      className="yh-mono"
      value={text}
      spellCheck={false}
      aria-describedby={describedBy}
      aria-invalid={invalid || undefined}
      status={invalid ? 'error' : ''}
      onChange={(event) => {
        setText(event.target.value)
        onChange(rangesOf(event.target.value))
      }}
      onBlur={() => onTry(rangesOf(text))}
    />
  )
}
