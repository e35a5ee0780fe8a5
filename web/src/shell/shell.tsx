import { MenuFoldOutlined, MenuOutlined, MenuUnfoldOutlined } from '@ant-design/icons'
import { Outlet, useMatches, useRouterState } from '@tanstack/react-router'
import { Button, Drawer } from 'antd'
import { Suspense, useEffect, useRef, useState } from 'react'
import { useLiveChanges } from '../api/index.ts'
import { GoTo } from '../kit/index.ts'
import { type PageName, to } from '../paths.ts'
import { useText } from '../text/index.ts'
import { ProductMark, SkipLink, Waiting } from '../ui/index.ts'
import { AccountMenu, LanguageButton, NoticeCount, PostSwitcher, ThemeButton, TodoCount } from './header.tsx'
import { type GroupName, menu, stands } from './menu.tsx'
import { PaletteButton } from './palette-button.tsx'
import { useSide } from './persona.ts'
import { useSession } from './session.ts'
import './shell.css'

const FOLDED = 'yunheng.menu-folded'

/** The frame of every page: skip link, head, menu, breadcrumb, page. */
export function Shell() {
  const t = useText('shell')
  useLiveChanges()
  const [folded, setFolded] = useState(localStorage.getItem(FOLDED) === '1')
  const [drawer, setDrawer] = useState(false)
  const pathname = useRouterState({ select: (state) => state.location.pathname })
  // A page chosen in the drawer closes it.
  // biome-ignore lint/correctness/useExhaustiveDependencies: runs when the page changes
  useEffect(() => setDrawer(false), [pathname])
  useHeadingFocus(pathname)
  const fold = () => {
    localStorage.setItem(FOLDED, folded ? '0' : '1')
    setFolded(!folded)
  }
  return (
    <div className={folded ? 'yh-shell yh-shell-folded' : 'yh-shell'}>
      <SkipLink target="main">{t('skip')}</SkipLink>
      <header className="yh-top yh-no-print">
        <Button
          className="yh-narrow-only"
          type="text"
          icon={<MenuOutlined aria-hidden />}
          aria-label={t('menu.open')}
          onClick={() => setDrawer(true)}
        />
        <Button
          className="yh-wide-only-button"
          type="text"
          icon={folded ? <MenuUnfoldOutlined aria-hidden /> : <MenuFoldOutlined aria-hidden />}
          aria-label={folded ? t('menu.expand') : t('menu.collapse')}
          onClick={fold}
        />
        <GoTo to={to('home')} className="yh-product" aria-label={`${t('product')} · ${t('page.home')}`}>
          <ProductMark size={26} />
          <span className="yh-product-name">{t('product')}</span>
        </GoTo>
        <PostSwitcher />
        <div className="yh-top-space" />
        <PaletteButton />
        <TodoCount />
        <NoticeCount />
        <LanguageButton />
        <ThemeButton />
        <AccountMenu />
      </header>
      <nav className="yh-side yh-no-print" aria-label={t('menu.label')}>
        <MenuList folded={folded} />
      </nav>
      <Drawer
        open={drawer}
        placement="left"
        size={280}
        title={t('product.line')}
        closable={{ 'aria-label': t('menu.label') }}
        onClose={() => setDrawer(false)}
      >
        <nav aria-label={t('menu.label')}>
          <MenuList folded={false} />
        </nav>
      </Drawer>
      <main id="main" className="yh-main" tabIndex={-1}>
        <Breadcrumb />
        <Suspense fallback={<Waiting />}>
          <Outlet />
        </Suspense>
      </main>
    </div>
  )
}

function MenuList({ folded }: { readonly folded: boolean }) {
  const t = useText('shell')
  const side = useSide()
  const trail = useTrail()
  const { allowed } = useSession()
  const mine = menu.filter((entry) => stands(entry, side, allowed))
  const groups = [...new Set(mine.map((entry) => entry.group))] as readonly GroupName[]
  return groups.map((group) => (
    <div key={group} className="yh-menu-group">
      <div className="yh-menu-title">{t(`menu.${group}`)}</div>
      <ul>
        {mine
          .filter((entry) => entry.group === group)
          .map((entry) => {
            const words = t(`page.${entry.page}`)
            return (
              <li key={entry.page}>
                <GoTo
                  to={to(entry.page as 'home')}
                  className="yh-menu-link"
                  aria-current={
                    trail.at(-1) === entry.page ? 'page' : trail.includes(entry.page) ? 'true' : undefined
                  }
                  aria-label={folded ? words : undefined}
                  title={folded ? words : undefined}
                >
                  {entry.icon}
                  <span className="yh-menu-words">{words}</span>
                </GoTo>
              </li>
            )
          })}
      </ul>
    </div>
  ))
}

/** Names of the pages from the top level down to this one. */
function useTrail(): readonly PageName[] {
  const matches = useMatches()
  const here = matches.at(-1)?.staticData
  return [here?.parent, here?.page].filter((name): name is PageName => name !== undefined)
}

function Breadcrumb() {
  const t = useText('shell')
  const trail = useTrail()
  if (trail.length < 2) return null
  const here = t(`page.${trail.at(-1) as PageName}`)
  // A page called like the list it belongs to (申请 / 申请) says nothing that its heading does not say better.
  const isNamesake = trail.slice(0, -1).some((page) => t(`page.${page}`) === here)
  return (
    <nav className="yh-crumbs yh-no-print" aria-label={t('crumbs')}>
      <ol>
        {trail.slice(0, -1).map((page) => (
          <li key={page}>
            <GoTo to={to(page as 'home')}>{t(`page.${page}`)}</GoTo>
          </li>
        ))}
        {!isNamesake && <li aria-current="page">{here}</li>}
      </ol>
    </nav>
  )
}

/** After a change of page the focus stands on its heading, so that it is read out and Tab goes on from there. */
function useHeadingFocus(pathname: string) {
  const before = useRef(pathname)
  useEffect(() => {
    if (before.current === pathname) return
    before.current = pathname
    const main = document.getElementById('main')
    if (!main) return
    const focus = () => {
      const heading = main.querySelector('h1')
      heading?.focus({ preventScroll: true })
      return heading !== null
    }
    if (focus()) return
    const watcher = new MutationObserver(() => {
      if (focus()) watcher.disconnect()
    })
    watcher.observe(main, { childList: true, subtree: true })
    return () => watcher.disconnect()
  }, [pathname])
}
