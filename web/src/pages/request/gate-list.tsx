import type { Gate, GateState } from '@yunheng/contract'
import { DefaultTag } from '../../kit/index.ts'
import { usePick, useText } from '../../text/index.ts'
import { type Tone, ToneShape } from '../../ui/index.ts'

const tones: Record<GateState, Tone> = { pass: 'good', warn: 'attention', block: 'bad' }
const order: Record<GateState, number> = { block: 0, warn: 1, pass: 2 }

/** What the rules say, worst first, each with where it is written. Met rules fold away. */
export function GateList({ gates }: { readonly gates: readonly Gate[] }) {
  const t = useText('request')
  const sorted = gates.toSorted((one, other) => order[one.state] - order[other.state])
  const open = sorted.filter((gate) => gate.state !== 'pass')
  const met = sorted.filter((gate) => gate.state === 'pass')
  return (
    <div className="yh-stack-tight">
      <ul className="yh-gates">
        {open.map((gate) => (
          <GateEntry key={gate.key} gate={gate} />
        ))}
      </ul>
      {met.length > 0 && (
        <details>
          <summary>{t('gates.passed', { count: met.length })}</summary>
          <ul className="yh-gates">
            {met.map((gate) => (
              <GateEntry key={gate.key} gate={gate} />
            ))}
          </ul>
        </details>
      )}
    </div>
  )
}

function GateEntry({ gate }: { readonly gate: Gate }) {
  const t = useText('request')
  const pick = usePick()
  return (
    <li>
      <ToneShape tone={tones[gate.state]} />
      <div>
        <strong>{pick(gate.title)}</strong>
        <span className="yh-hidden">{t(`gates.state.${gate.state}`)}</span>
        <div>{pick(gate.text)}</div>
        <div className="yh-quiet yh-small">
          {gate.isProductDefault ? <DefaultTag when /> : t('gates.source', { source: gate.source })}
        </div>
      </div>
    </li>
  )
}
