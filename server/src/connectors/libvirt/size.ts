/** Sizes as libvirt writes them. */
import { at, type Element, textAt } from './xml.ts'

const GIB = 1024 ** 3
export const bytesOf = (gib: number): string => String(gib * GIB)
export const gibOf = (bytes: number): number => Math.ceil(bytes / GIB)

const KIB: Readonly<Record<string, number>> = {
  b: 1 / 1024,
  bytes: 1 / 1024,
  KiB: 1,
  MiB: 1024,
  GiB: 1024 ** 2,
}

/** Of a definition: what the machine may have at most. */
export function amountsOf(xml: Element): { readonly vcpus: number; readonly memoryMiB: number } {
  const memory = at(xml, 'memory')
  const unit = KIB[memory?.attributes.unit ?? 'KiB'] ?? 1
  return {
    vcpus: Number(textAt(xml, 'vcpu')) || 1,
    memoryMiB: Math.round((Number(textAt(xml, 'memory')) * unit) / 1024) || 0,
  }
}
