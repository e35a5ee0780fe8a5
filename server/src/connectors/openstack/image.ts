import { listAt, numberOrNull, textAt, textOrNull } from './answer.ts'
import type { Call } from './call.ts'
import { refuse } from './fault.ts'

const IMAGE_LIFE_MS = 60_000
const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i

/** Id of an image given by id or exact name; of several of one name the newest, as clouds replace them so. */
export function imageId(call: Call, nameOrId: string): Promise<string> {
  return call.memo.of(`image ${call.projectRef} ${nameOrId}`, IMAGE_LIFE_MS, async () => {
    if (UUID.test(nameOrId)) {
      const image = await call.find('image', ['images', nameOrId])
      if (image) return textAt(image, 'id')
    }
    const query = { name: nameOrId, status: 'active', sort_key: 'created_at', sort_dir: 'desc', limit: 1 }
    const [newest] = listAt(await call.get('image', ['images'], query), 'images')
    if (!newest) throw refuse('not-found', `no image ${nameOrId}`)
    return textAt(newest, 'id')
  })
}

/** What Nova demands of an image that a server which starts from a volume is rescued from. */
const RESCUE_MARKS = ['hw_rescue_bus', 'hw_rescue_device'] as const
const RESCUE_LIFE_MS = 10 * 60_000

/** The newest of those that every project may use; null where there is none. */
export function rescueImageId(call: Call): Promise<string | null> {
  const admin = call.admin()
  return admin.memo.shared('image to rescue from', RESCUE_LIFE_MS, async () => {
    const query = { status: 'active', visibility: 'public', sort_key: 'created_at', sort_dir: 'desc' }
    const images = await admin.list('image', ['images'], 'images', query)
    const fit = images.find((image) => RESCUE_MARKS.every((mark) => textOrNull(image, mark) !== null))
    return fit === undefined ? null : textAt(fit, 'id')
  })
}

export async function activeImages(call: Call) {
  const images = await call.list('image', ['images'], 'images', { status: 'active' })
  return images
    .map((image) => ({
      id: textAt(image, 'id'),
      name: textOrNull(image, 'name') ?? textAt(image, 'id'),
      minDiskGiB: numberOrNull(image, 'min_disk') ?? 0,
      osDistro: textOrNull(image, 'os_distro'),
    }))
    .sort((a, b) => (a.name < b.name ? -1 : 1))
}
