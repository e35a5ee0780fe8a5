import type { ReactNode } from 'react'
import './page.css'

interface HeadProps {
  readonly title: string
  /** State pair, beside the title. */
  readonly state?: ReactNode
  /** Owner, number, as-of: one quiet line under the title. */
  readonly meta?: ReactNode
  /** At most two buttons and a menu. */
  readonly actions?: ReactNode
}

function PageHead({ title, state, meta, actions }: HeadProps) {
  return (
    <header className="yh-head">
      <div className="yh-head-words">
        <div className="yh-head-title">
          <h1 tabIndex={-1}>{title}</h1>
          {state}
        </div>
        {meta && <div className="yh-head-meta">{meta}</div>}
      </div>
      {actions && <div className="yh-head-actions yh-no-print">{actions}</div>}
    </header>
  )
}

/** Skeleton 1: title with count, filter bar, table. */
export function ListPage(props: HeadProps & { readonly filters?: ReactNode; readonly children: ReactNode }) {
  return (
    <div className="yh-page">
      <PageHead {...props} />
      {props.filters}
      {props.children}
    </div>
  )
}

/** Skeleton 2: one header, tabs, the rest. */
export function ObjectPage(
  props: HeadProps & { readonly notice?: ReactNode; readonly tabs?: ReactNode; readonly children: ReactNode },
) {
  return (
    <div className="yh-page">
      <PageHead {...props} />
      {props.notice}
      {props.tabs}
      <div className="yh-stack">{props.children}</div>
    </div>
  )
}

/** Skeleton 3: one group of questions at a time; what it costs and what stands in the way is beside it. */
export function FormPage(props: HeadProps & { readonly aside?: ReactNode; readonly children: ReactNode }) {
  return (
    <div className="yh-page yh-page-form">
      <PageHead {...props} />
      <div className={props.aside ? 'yh-with-aside' : 'yh-form-column'}>
        <div className="yh-stack">{props.children}</div>
        {props.aside && <aside className="yh-aside yh-stack">{props.aside}</aside>}
      </div>
    </div>
  )
}

/** Skeleton 4: evidence left, decision right, history below. */
export function DecisionPage(
  props: HeadProps & {
    readonly evidence: ReactNode
    readonly decision: ReactNode
    readonly decisionLabel: string
    readonly history?: ReactNode
  },
) {
  return (
    <div className="yh-page">
      <PageHead {...props} />
      <div className="yh-with-aside">
        <div className="yh-stack">{props.evidence}</div>
        <section className="yh-aside yh-stack" aria-label={props.decisionLabel}>
          {props.decision}
        </section>
      </div>
      {props.history}
    </div>
  )
}

/** Skeleton 5: tiles that lead to the lists which make their numbers. */
export function BoardPage(props: HeadProps & { readonly children: ReactNode }) {
  return (
    <div className="yh-page">
      <PageHead {...props} />
      <div className="yh-board">{props.children}</div>
    </div>
  )
}

/** Skeleton 6: made for paper first. */
export function DocumentPage(props: HeadProps & { readonly children: ReactNode }) {
  return (
    <article className="yh-page yh-document">
      <PageHead {...props} />
      {props.children}
    </article>
  )
}

interface PanelProps {
  readonly title: string
  readonly extra?: ReactNode
  readonly children: ReactNode
  /** How many of a board's twelve columns. */
  readonly span?: 3 | 4 | 6 | 8 | 12
  /** Content goes to the edges (tables). */
  readonly flush?: boolean
  readonly level?: 2 | 3
}

export function Panel({ title, extra, children, span, flush, level = 2 }: PanelProps) {
  const Heading = `h${level}` as const
  return (
    <section className={`yh-panel${span ? ` yh-span-${span}` : ''}`} aria-label={title}>
      <div className="yh-panel-head">
        <Heading>{title}</Heading>
        {extra && <div className="yh-row">{extra}</div>}
      </div>
      <div className={flush ? 'yh-panel-flush' : 'yh-panel-body'}>{children}</div>
    </section>
  )
}

/** A figure with its unit, what it is, and where it comes from. */
export function Figure(props: {
  readonly label: string
  /** A shape before the number, when it is more than a number. */
  readonly mark?: ReactNode
  readonly value: ReactNode
  readonly unit?: string
  readonly note?: ReactNode
}) {
  return (
    <div className="yh-figure">
      <div className="yh-figure-label">{props.label}</div>
      <div className="yh-figure-value">
        {props.mark}
        {props.value}
        {props.unit && <span className="yh-figure-unit">{props.unit}</span>}
      </div>
      {props.note && <div className="yh-figure-note">{props.note}</div>}
    </div>
  )
}
