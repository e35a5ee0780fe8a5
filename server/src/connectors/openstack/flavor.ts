/** Sizes of servers. Nova knows them as flavors: one of exactly this size is used, else (where permitted) made. */
import { isObject, type Json, numberAt, numberOrNull, objectAt, textAt } from './answer.ts'
import type { Call } from './call.ts'
import { refuse, unless } from './fault.ts'

export interface Size {
  readonly vcpus: number
  readonly memoryMiB: number
  readonly rootDiskGiB: number
}

const FLAVOR_LIFE_MS = 5 * 60_000

export function flavorName({ vcpus, memoryMiB, rootDiskGiB }: Size): string {
  return `yh-${vcpus}c-${memoryMiB}m-${rootDiskGiB}g`
}

export function sizeOf(flavor: Json): Size {
  return {
    vcpus: numberAt(flavor, 'vcpus'),
    memoryMiB: numberAt(flavor, 'ram'),
    rootDiskGiB: numberAt(flavor, 'disk'),
  }
}

export function isSize(a: Size, b: Size): boolean {
  return a.vcpus === b.vcpus && a.memoryMiB === b.memoryMiB && a.rootDiskGiB === b.rootDiskGiB
}

/** Of this size and nothing besides: no second disk, no swap, for everybody. */
export function isPlain(flavor: Json, size: Size): boolean {
  return (
    isSize(sizeOf(flavor), size) &&
    (numberOrNull(flavor, 'OS-FLV-EXT-DATA:ephemeral') ?? 0) === 0 &&
    (numberOrNull(flavor, 'swap') ?? 0) === 0 &&
    flavor['OS-FLV-DISABLED:disabled'] !== true &&
    flavor['os-flavor-access:is_public'] !== false
  )
}

/** Id of the flavor of this size. */
export function ensureFlavor(call: Call, size: Size): Promise<string> {
  return call.memo.of(`flavor ${flavorName(size)}`, FLAVOR_LIFE_MS, () => findOrMake(call.admin(), size))
}

/** When Nova does not know it any more. */
export function forgetFlavor(call: Call, size: Size): void {
  call.memo.forget(`flavor ${flavorName(size)}`)
}

async function findOrMake(admin: Call, size: Size): Promise<string> {
  const plain = await findPlain(admin, size)
  const own = plain.find((flavor) => flavor.name === flavorName(size))
  // Extra specs bind to hosts, GPUs, NUMA: never to be had by accident of an equal size.
  for (const flavor of own ? [own] : plain) {
    const specs = await admin.get('compute', ['flavors', textAt(flavor, 'id'), 'os-extra_specs'])
    if (Object.keys(objectAt(specs, 'extra_specs')).length === 0) return textAt(flavor, 'id')
  }
  if (admin.settings.createFlavors) return make(admin, size)
  const first = plain[0]
  if (first) return textAt(first, 'id')
  const { vcpus, memoryMiB, rootDiskGiB } = size
  throw refuse('invalid', `the cloud has no flavor of ${vcpus} vCPU, ${memoryMiB} MiB, ${rootDiskGiB} GiB`)
}

async function findPlain(admin: Call, size: Size): Promise<readonly Json[]> {
  const flavors = await admin.list('compute', ['flavors', 'detail'], 'flavors')
  return flavors
    .filter((flavor) => isPlain(flavor, size))
    .sort((a, b) => (textAt(a, 'name') < textAt(b, 'name') ? -1 : 1))
}

async function make(admin: Call, size: Size): Promise<string> {
  const name = flavorName(size)
  const flavor = { name, vcpus: size.vcpus, ram: size.memoryMiB, disk: size.rootDiskGiB }
  const made = await unless('conflict', admin.post('compute', ['flavors'], { flavor }), null)
  if (made) return textAt(objectAt(made, 'flavor'), 'id')
  // Somebody else made it at the same moment.
  const other = (await findPlain(admin, size)).find((one) => isObject(one) && one.name === name)
  if (!other) throw refuse('conflict', `flavor ${name} exists with another size`)
  return textAt(other, 'id')
}
