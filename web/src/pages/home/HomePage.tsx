import { type HomeFigure, homeOperations } from '@yunheng/contract'
import { useAsked } from '../../api/index.ts'
import { GoTo, listPlace, ProblemPanel } from '../../kit/index.ts'
import { useSession } from '../../shell/session.ts'
import { usePick, useText } from '../../text/index.ts'
import {
  BoardPage,
  Figure,
  formatNumber,
  formatTime,
  Panel,
  SeriesChart,
  type Tone,
  ToneShape,
} from '../../ui/index.ts'
import { StartedPanel, TodoPanel } from './panels.tsx'

/** What the acting post should look at first. The figures of each persona are chosen by the server. */
export default function HomePage() {
  const t = useText('home')
  const pick = usePick()
  const session = useSession()
  const { data, error } = useAsked(homeOperations.summary, {})
  return (
    <BoardPage
      title={t('home.hello', { name: session.person.name })}
      meta={
        <>
          {session.actingPost && (
            <span>{`${session.actingPost.bodyName} · ${session.actingPost.title}`}</span>
          )}
          {data && <span>{t('home.as-of', { time: formatTime(data.asOf) })}</span>}
        </>
      }
    >
      {error && <ProblemPanel error={error} />}
      {data && data.figures.length > 0 && (
        <section className="yh-figures" aria-label={t('home.figures')}>
          {data.figures.map((figure) => (
            <FigureTile key={figure.key} figure={figure} />
          ))}
        </section>
      )}
      <TodoPanel />
      <StartedPanel />
      {data?.series.map((series) => (
        <Panel key={series.key} title={pick(series.title)} span={6}>
          <SeriesChart
            title={pick(series.title)}
            unit={series.unit ? pick(series.unit) : ''}
            asOf={data.asOf}
            points={series.points.map((point) => ({ label: point.month, value: point.value }))}
          />
        </Panel>
      ))}
    </BoardPage>
  )
}

const tones: Record<HomeFigure['tone'], Tone | null> = {
  plain: null,
  good: 'good',
  attention: 'attention',
  bad: 'bad',
}

/** A number that leads to the list which makes it. */
function FigureTile({ figure }: { readonly figure: HomeFigure }) {
  const t = useText('home')
  const pick = usePick()
  const tone = tones[figure.tone]
  const place = figure.list && listPlace(figure.list)
  const tile = (
    <Figure
      label={pick(figure.title)}
      value={figure.value === null ? t('home.unknown') : formatNumber(figure.value, 1)}
      {...(figure.unit && figure.value !== null ? { unit: pick(figure.unit) } : {})}
      mark={
        tone && (
          <span className="yh-figure-tone">
            <ToneShape tone={tone} />
          </span>
        )
      }
    />
  )
  return <div>{place ? <GoTo to={place}>{tile}</GoTo> : tile}</div>
}
