/** XML as a plain tree: libvirt's own format, both ways. Read by a strict parser that expands no entity of its own. */
import { SaxesParser } from 'saxes'

export interface Element {
  readonly name: string
  readonly attributes: Readonly<Record<string, string>>
  readonly children: readonly (Element | string)[]
}

type Child = Element | string | null

export function el(
  name: string,
  attributes: Readonly<Record<string, string | number | null>> = {},
  ...children: readonly Child[]
): Element {
  const given = Object.entries(attributes).filter(([, value]) => value !== null)
  return {
    name,
    attributes: Object.fromEntries(given.map(([key, value]) => [key, String(value)])),
    children: children.filter((child) => child !== null),
  }
}

const ESCAPES: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&apos;',
  '\t': '&#9;',
  '\n': '&#10;',
  '\r': '&#13;',
}

/** Characters that XML 1.0 has no way to write are left out: names come from people. */
// biome-ignore lint/suspicious/noControlCharactersInRegex: these are what is to be found
const UNWRITABLE = /[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]|\p{Surrogate}/gu

export function escapeXml(text: string): string {
  return text.replace(UNWRITABLE, '').replace(/[&<>"'\t\n\r]/g, (char) => ESCAPES[char] ?? char)
}

export function toXml({ name, attributes, children }: Element): string {
  const words = Object.entries(attributes).map(([key, value]) => ` ${key}="${escapeXml(value)}"`)
  const open = `<${name}${words.join('')}`
  if (children.length === 0) return `${open}/>`
  const inner = children.map((child) => (typeof child === 'string' ? escapeXml(child) : toXml(child)))
  return `${open}>${inner.join('')}</${name}>`
}

interface Growing {
  readonly name: string
  readonly attributes: Record<string, string>
  readonly children: (Growing | string)[]
}

/** @throws Error for what is not one well-formed document. */
export function parseXml(text: string): Element {
  const parser = new SaxesParser({ xmlns: false, position: false })
  const open: Growing[] = []
  let root: Growing | null = null
  parser.on('error', (error) => {
    throw error
  })
  parser.on('opentag', (tag) => {
    const element: Growing = { name: tag.name, attributes: { ...tag.attributes }, children: [] }
    open.at(-1)?.children.push(element)
    root ??= element
    open.push(element)
  })
  parser.on('closetag', () => open.pop())
  const take = (words: string) => void (words.trim() !== '' && open.at(-1)?.children.push(words))
  parser.on('text', take)
  parser.on('cdata', take)
  parser.write(text).close()
  if (root === null) throw new Error('no element')
  return root
}

const isElement = (child: Element | string): child is Element => typeof child !== 'string'

export const elementsOf = (element: Element): readonly Element[] => element.children.filter(isElement)

export const childrenOf = (element: Element, name: string): readonly Element[] =>
  elementsOf(element).filter((child) => child.name === name)

/** The first at this path, or null. */
export function at(element: Element, ...path: readonly string[]): Element | null {
  let here: Element | undefined = element
  for (const name of path) here = here && childrenOf(here, name)[0]
  return here ?? null
}

/** The text at this path; empty where there is none. */
export function textAt(element: Element, ...path: readonly string[]): string {
  const found = at(element, ...path)
  return found === null
    ? ''
    : found.children
        .filter((child) => typeof child === 'string')
        .join('')
        .trim()
}

/** Replaces the children of this name by one, or puts it at the end. */
export function withChild(element: Element, child: Element): Element {
  const index = element.children.findIndex((one) => isElement(one) && one.name === child.name)
  const children = [...element.children]
  if (index < 0) children.push(child)
  else children[index] = child
  return { ...element, children }
}
