import { useText } from '../text/index.ts'
import './small.css'

/** Where one is in a form of several pages. */
export function Steps({ titles, at }: { readonly titles: readonly string[]; readonly at: number }) {
  const t = useText('ui')
  return (
    <ol className="yh-steps" aria-label={t('steps.label', { at: at + 1, count: titles.length })}>
      {titles.map((title, index) => (
        <li
          key={title}
          className={index < at ? 'yh-step-done' : undefined}
          aria-current={index === at ? 'step' : undefined}
        >
          <span className="yh-step-number" aria-hidden="true">
            {index + 1}
          </span>
          {title}
        </li>
      ))}
    </ol>
  )
}
