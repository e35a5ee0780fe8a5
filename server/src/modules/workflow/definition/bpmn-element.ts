/** Small readings of a parsed BPMN element. */
import type { Text } from '@yunheng/contract'
import type { ModdleElement } from 'bpmn-moddle'
import type { Element } from './problem.ts'

export function elementOf(element: ModdleElement): Element {
  const name = element.get('name')
  return {
    id: element.id ?? null,
    name: typeof name === 'string' && name ? name : null,
    type: element.$type.replace('bpmn:', ''),
  }
}

export function nameOf(element: ModdleElement): Text {
  const zh = element.get('name')
  const en = element.get('nameEn')
  const own = typeof zh === 'string' && zh.trim() ? zh.trim() : (element.id ?? '')
  return { zh: own, en: typeof en === 'string' && en.trim() ? en.trim() : own }
}

export function listOf(element: ModdleElement, name: string): readonly ModdleElement[] {
  const value = element.get(name)
  return Array.isArray(value) ? (value as ModdleElement[]) : []
}
