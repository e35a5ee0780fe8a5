/** Images are disks of the image pool that are not ours; their names are their identity. */
import type { Call } from './call.ts'
import { refuse } from './fault.ts'
import { gibOf } from './size.ts'
import { documentOf } from './view.ts'
import { at, type Element, textAt } from './xml.ts'

export interface Image {
  readonly name: string
  readonly path: string
  readonly format: string
  readonly sizeGiB: number
}

/** What the name of an image may be made of; others are not offered. */
export const IMAGE_NAME = /^[A-Za-z0-9][A-Za-z0-9._-]{0,200}$/

export const isImageName = (name: string): boolean => IMAGE_NAME.test(name) && !name.startsWith('yh.')

export async function findImage(call: Call, name: string): Promise<Image> {
  if (!isImageName(name)) throw refuse('not-found', `no image ${name.slice(0, 80)}`)
  const xml = await call.run('vol-dumpxml', '--pool', call.settings.imagePool, '--vol', name)
  return toImage(name, documentOf(name, xml))
}

export function toImage(name: string, xml: Element): Image {
  return {
    name,
    path: textAt(xml, 'target', 'path'),
    format: at(xml, 'target', 'format')?.attributes.type ?? 'raw',
    sizeGiB: gibOf(Number(textAt(xml, 'capacity')) || 0),
  }
}
