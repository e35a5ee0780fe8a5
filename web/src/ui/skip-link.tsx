import './skip-link.css'

/** First thing that Tab reaches: past the menus to the page. */
export function SkipLink({ target, children }: { readonly target: string; readonly children: string }) {
  return (
    <a className="yh-skip" href={`#${target}`}>
      {children}
    </a>
  )
}
