import { SearchOutlined } from '@ant-design/icons'
import { Button } from 'antd'
import { lazy, Suspense, useEffect, useRef, useState } from 'react'
import { useText } from '../text/index.ts'

const Palette = lazy(() => import('./palette.tsx'))

/** Opens the command palette; Ctrl+K or ⌘K does the same, except while somebody writes elsewhere with that key. */
export function PaletteButton() {
  const t = useText('shell')
  const [open, setOpen] = useState(false)
  const button = useRef<HTMLButtonElement>(null)
  useEffect(() => {
    const listen = (event: KeyboardEvent) => {
      if (
        event.key.toLowerCase() !== 'k' ||
        !(event.ctrlKey || event.metaKey) ||
        event.shiftKey ||
        event.altKey
      )
        return
      event.preventDefault()
      setOpen((before) => !before)
    }
    document.addEventListener('keydown', listen)
    return () => document.removeEventListener('keydown', listen)
  }, [])
  const close = () => {
    setOpen(false)
    // Once it has gone: before that it holds the focus.
    setTimeout(() => button.current?.focus())
  }
  return (
    <>
      <Button
        ref={button}
        className="yh-find"
        icon={<SearchOutlined aria-hidden />}
        onClick={() => setOpen(true)}
      >
        <span className="yh-find-words">{t('find.button')}</span>
        <span className="yh-hidden">{t('find.hint')}</span>
        <kbd className="yh-key">Ctrl K</kbd>
      </Button>
      {open && (
        <Suspense>
          <Palette onClose={close} />
        </Suspense>
      )}
    </>
  )
}
