import type { ReactNode } from 'react'
import { useText } from '../text/index.ts'
import { ProductMark } from '../ui/index.ts'
import './bare-page.css'
import { LanguageButton, ThemeButton } from './header.tsx'

/** A page without menus: signing in, and what must be done before anything else. */
export function BarePage({
  title,
  children,
  beside,
}: {
  readonly title: string
  readonly children: ReactNode
  readonly beside?: ReactNode
}) {
  const t = useText('shell')
  return (
    <div className="yh-bare">
      <header className="yh-bare-top">
        <span className="yh-product">
          <ProductMark size={28} />
          {t('product')}
          <span className="yh-bare-line">{t('product.line')}</span>
        </span>
        <span className="yh-row">
          <LanguageButton />
          <ThemeButton />
        </span>
      </header>
      <main id="main" className={beside ? 'yh-bare-main yh-bare-two' : 'yh-bare-main'}>
        <div className="yh-bare-card">
          <title>{`${title} · ${t('product')}`}</title>
          <h1 tabIndex={-1}>{title}</h1>
          {children}
        </div>
        {beside}
      </main>
    </div>
  )
}
