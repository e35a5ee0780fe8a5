/**
 * Stands in for antd's own style injection (see build/adopted-styles.ts): the same functions over
 * `document.adoptedStyleSheets`, which a strict Content-Security-Policy permits.
 */
interface InjectOptions {
  readonly mark?: string
  readonly prepend?: boolean | 'queue'
  readonly priority?: number
}

interface Entry {
  readonly sheet: CSSStyleSheet
  readonly order: number
  /** Never attached to the document; callers hang their bookkeeping attributes on it. */
  readonly handle: HTMLStyleElement
  css: string
}

const entries = new Map<string, Entry>()

export function updateCSS(css: string, key: string, options: InjectOptions = {}): HTMLStyleElement {
  const name = `${options.mark ?? 'rc-util-key'}|${key}`
  const known = entries.get(name)
  // In a layer of its own, so that our style sheets win without raising their specificity.
  const layered = `@layer antd{${css}}`
  if (known) {
    if (known.css !== css) {
      known.css = css
      known.sheet.replaceSync(layered)
    }
    return known.handle
  }
  const sheet = new CSSStyleSheet()
  sheet.replaceSync(layered)
  const entry = { sheet, order: orderOf(options), handle: document.createElement('style'), css }
  entries.set(name, entry)
  adopt(entry)
  return entry.handle
}

export function injectCSS(css: string, options: InjectOptions = {}): HTMLStyleElement {
  return updateCSS(css, `anonymous-${entries.size}`, options)
}

export function removeCSS(key: string, options: InjectOptions = {}): void {
  const name = `${options.mark ?? 'rc-util-key'}|${key}`
  const entry = entries.get(name)
  if (!entry) return
  entries.delete(name)
  document.adoptedStyleSheets = document.adoptedStyleSheets.filter((sheet) => sheet !== entry.sheet)
}

export function clearContainerCache(): void {}

/** The console uses no shadow trees. */
export function getShadowRoot(): null {
  return null
}

const warned = new Set<string>()

export function warningOnce(valid: boolean, message: string): void {
  if (valid || warned.has(message)) return
  warned.add(message)
  console.error(message)
}

/** Prepended sheets come before appended ones, among themselves by priority, else in order of arrival. */
function orderOf({ prepend, priority = 0 }: InjectOptions): number {
  return prepend ? -1_000_000 + priority : 0
}

function adopt(entry: Entry): void {
  const orders = new Map([...entries.values()].map((one) => [one.sheet, one.order]))
  const sheets = [...document.adoptedStyleSheets]
  let at = sheets.length
  while (at > 0 && (orders.get(sheets[at - 1] as CSSStyleSheet) ?? 0) > entry.order) at -= 1
  sheets.splice(at, 0, entry.sheet)
  document.adoptedStyleSheets = sheets
}
