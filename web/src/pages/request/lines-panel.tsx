import type { Request, RequestLine, Text } from '@yunheng/contract'
import { type Column, GoTo, SimulatedTag, State, Table, useAmountWords } from '../../kit/index.ts'
import { to } from '../../paths.ts'
import { type TextOf, usePick, useText } from '../../text/index.ts'
import { Panel, StateMark } from '../../ui/index.ts'
import { WhyThere } from '../placement/why-there.tsx'

/** What was asked for line by line, where it was placed and what came of it. */
export function LinesPanel({ request }: { readonly request: Request }) {
  const t = useText('request')
  const pick = usePick()
  const amounts = useAmountWords()
  // Before it is decided, nothing is placed and nothing is on its way.
  const isPlaced = request.lines.some((line) => line.placements.length > 0 || line.resources.length > 0)
  const shown = lineColumns(t, pick, amounts).filter(
    (column) => isPlaced || !['progress', 'placed', 'resources'].includes(column.key),
  )
  return (
    <Panel title={t('lines.title')} flush>
      <Table label={t('lines.title')} rows={request.lines} rowKey={(line) => line.id} columns={shown} />
    </Panel>
  )
}

export function lineColumns(
  t: TextOf<'request'>,
  pick: (text: Text) => string,
  amounts: ReturnType<typeof useAmountWords>,
): readonly Column<RequestLine>[] {
  return [
    {
      key: 'state',
      title: t('column.state'),
      oneLine: true,
      render: (line) => <State of="line" state={line.state} />,
    },
    {
      key: 'content',
      title: t('lines.content'),
      render: (line) => (
        <>
          <div>
            {line.plan
              ? `${pick(line.plan.offeringTitle)} · ${pick(line.plan.planTitle)}`
              : line.resourceName}
          </div>
          <div className="yh-quiet yh-small">{amounts(line.amounts)}</div>
          {line.serverLine && (
            <div className="yh-small">{t('lines.on-server', { number: line.serverLine })}</div>
          )}
          {line.reason && <div className="yh-small">{line.reason}</div>}
        </>
      ),
    },
    { key: 'quantity', title: t('lines.quantity'), number: true, render: (line) => line.quantity },
    {
      key: 'progress',
      title: t('lines.progress'),
      oneLine: true,
      render: (line) => (
        <>
          {t('lines.progress-value', { ready: line.progress.ready, wanted: line.progress.wanted })}{' '}
          {line.progress.failing > 0 && (
            <StateMark tone="bad">{t('lines.failing', { count: line.progress.failing })}</StateMark>
          )}
        </>
      ),
    },
    {
      key: 'placed',
      title: t('lines.placed'),
      wideOnly: true,
      render: (line) =>
        line.placements.map((one) => (
          <div key={one.placementId}>
            {one.cloud.name} · {one.pool.name} <SimulatedTag when={one.cloud.isSimulated} />
            <WhyThere placementId={one.placementId} />
          </div>
        )),
    },
    {
      key: 'resources',
      title: t('lines.resources'),
      render: (line) => (
        <>
          <ul>
            {line.resources.slice(0, 20).map((resource) => (
              <li key={resource.id}>
                <GoTo to={to('resource', { id: resource.id })}>{resource.name}</GoTo>
                {resource.problem && (
                  <div className="yh-small">
                    <StateMark tone="attention">{pick(resource.problem)}</StateMark>
                  </div>
                )}
              </li>
            ))}
          </ul>
          {line.waitsFor.map((one) => (
            <div key={one.id} className="yh-small">
              <StateMark tone={one.failing ? 'attention' : 'busy'}>{pick(one.text)}</StateMark>
            </div>
          ))}
        </>
      ),
    },
  ]
}
