import { Input, Modal } from 'antd'
import { type KeyboardEvent, useId, useMemo, useState } from 'react'
import { useGoTo } from '../kit/index.ts'
import { href, type Place, to } from '../paths.ts'
import { usePick, useText } from '../text/index.ts'
import { useFound } from './find.ts'
import { menu, stands } from './menu.tsx'
import './palette.css'
import { useSide } from './persona.ts'
import { readRecent } from './recent.ts'
import { useSession } from './session.ts'

interface Entry {
  readonly title: string
  readonly group: string
  readonly place: Place
}

/** Go anywhere by typing: a combobox over pages and objects, keyboard first. */
export default function Palette({ onClose }: { readonly onClose: () => void }) {
  const t = useText('ui')
  const go = useGoTo()
  const id = useId()
  const [words, setWords] = useState('')
  const [at, setAt] = useState(0)
  const entries = useEntries(words)
  const chosen = entries[Math.min(at, entries.length - 1)]
  const open = (entry: Entry | undefined) => {
    if (!entry) return
    onClose()
    go(entry.place)
  }
  const onKey = (event: KeyboardEvent) => {
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key]
    if (step && entries.length > 0) {
      event.preventDefault()
      setAt((before) => (before + step + entries.length) % entries.length)
    }
    if (event.key === 'Enter') open(chosen)
  }
  return (
    <Modal
      open
      title={t('palette.title')}
      footer={null}
      onCancel={onClose}
      closable={{ 'aria-label': t('dialog.close') }}
      width={620}
    >
      <div className="yh-stack-tight">
        <Input
          autoFocus
          size="large"
          role="combobox"
          aria-expanded="true"
          aria-controls={`${id}-list`}
          aria-activedescendant={chosen ? `${id}-${entries.indexOf(chosen)}` : undefined}
          aria-label={t('palette.placeholder')}
          placeholder={t('palette.placeholder')}
          value={words}
          onChange={(event) => {
            setWords(event.target.value)
            setAt(0)
          }}
          onKeyDown={onKey}
        />
        <div id={`${id}-list`} role="listbox" aria-label={t('palette.found')} className="yh-palette">
          {entries.map((entry, index) => (
            // Keyboard stays in the field (aria-activedescendant); the mouse may click.
            // biome-ignore lint/a11y/useFocusableInteractive: see above
            // biome-ignore lint/a11y/useKeyWithClickEvents: see above
            <div
              key={`${entry.group}${href(entry.place)}`}
              id={`${id}-${index}`}
              role="option"
              aria-selected={entry === chosen}
              className="yh-palette-entry"
              onClick={() => open(entry)}
            >
              <span>{entry.title}</span>
              <span className="yh-quiet yh-small">{entry.group}</span>
            </div>
          ))}
        </div>
        {entries.length === 0 && <p className="yh-quiet">{t('palette.none')}</p>}
        <p className="yh-quiet yh-small">{t('palette.hint')}</p>
      </div>
    </Modal>
  )
}

function useEntries(words: string): readonly Entry[] {
  const { found } = useFound(words, usePick())
  const t = useText('ui')
  const pageWords = useText('shell')
  const side = useSide()
  const { allowed } = useSession()
  return useMemo(() => {
    const wanted = words.trim().toLowerCase()
    const fits = (entry: Entry) => entry.title.toLowerCase().includes(wanted)
    const pages = menu
      .filter((entry) => stands(entry, side, allowed))
      .map((entry) => ({
        title: pageWords(`page.${entry.page}`),
        group: t('palette.pages'),
        place: to(entry.page as 'home'),
      }))
    const recent = readRecent().map((entry) => ({ ...entry, group: t('palette.recent') }))
    const searching = wanted
      ? [{ title: words.trim(), group: pageWords('page.search'), place: to('search', { q: words.trim() }) }]
      : []
    const objects = found.map((one) => ({
      title: one.title,
      group: pageWords(`find.${one.kind}`),
      place: one.place,
    }))
    return [...recent.filter(fits), ...pages.filter(fits), ...objects, ...searching].slice(0, 24)
  }, [words, side, found, t, pageWords, allowed])
}
