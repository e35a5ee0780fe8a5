/**
 * The smallest ISO 9660 image that holds a few files in its root: what a machine reads its first settings from (cloud-init,
 * "NoCloud"). Level 2 names as they are, for that is how Linux reads them without extensions.
 */

const SECTOR = 2048
const ROOT_SECTOR = 20
const FIRST_FILE_SECTOR = 21

export interface IsoFile {
  readonly name: string
  readonly content: string
}

export function isoOf(label: string, files: readonly IsoFile[]): Uint8Array {
  let next = FIRST_FILE_SECTOR
  const placed = [...files]
    .sort((a, b) => (a.name < b.name ? -1 : 1))
    .map(({ name, content }) => {
      const bytes = Buffer.from(content, 'utf8')
      const sector = next
      next += Math.max(1, Math.ceil(bytes.length / SECTOR))
      return { name: `${name.toUpperCase()};1`, bytes, sector }
    })
  const image = Buffer.alloc(next * SECTOR)
  writeVolume(image.subarray(16 * SECTOR), label, next)
  image.set([0xff, ...Buffer.from('CD001'), 1], 17 * SECTOR)
  writePathTable(image.subarray(18 * SECTOR), false)
  writePathTable(image.subarray(19 * SECTOR), true)
  const root = image.subarray(ROOT_SECTOR * SECTOR, FIRST_FILE_SECTOR * SECTOR)
  let offset = 0
  for (const name of ['\u0000', '\u0001'])
    offset += writeEntry(root, offset, { name, sector: ROOT_SECTOR, size: SECTOR, isFolder: true })
  for (const { name, bytes, sector } of placed) {
    offset += writeEntry(root, offset, { name, sector, size: bytes.length, isFolder: false })
    image.set(bytes, sector * SECTOR)
  }
  return image
}

/** Numbers stand in both byte orders, one after the other. */
function both32(to: Buffer, offset: number, value: number): void {
  to.writeUInt32LE(value, offset)
  to.writeUInt32BE(value, offset + 4)
}

function both16(to: Buffer, offset: number, value: number): void {
  to.writeUInt16LE(value, offset)
  to.writeUInt16BE(value, offset + 2)
}

function writeVolume(to: Buffer, label: string, sectors: number): void {
  to.set([1, ...Buffer.from('CD001'), 1])
  to.fill(' ', 8, 72)
  to.write(label, 40, 32, 'latin1')
  both32(to, 80, sectors)
  both16(to, 120, 1)
  both16(to, 124, 1)
  both16(to, 128, SECTOR)
  both32(to, 132, 10)
  to.writeUInt32LE(18, 140)
  to.writeUInt32BE(19, 148)
  writeEntry(to, 156, { name: '\u0000', sector: ROOT_SECTOR, size: SECTOR, isFolder: true })
  to.fill(' ', 190, 813)
  for (const at of [813, 830, 847, 864]) to.fill('0', at, at + 16)
  to[881] = 1
}

function writePathTable(to: Buffer, isBigEndian: boolean): void {
  to[0] = 1
  if (isBigEndian) {
    to.writeUInt32BE(ROOT_SECTOR, 2)
    to.writeUInt16BE(1, 6)
  } else {
    to.writeUInt32LE(ROOT_SECTOR, 2)
    to.writeUInt16LE(1, 6)
  }
}

function writeEntry(
  to: Buffer,
  offset: number,
  entry: {
    readonly name: string
    readonly sector: number
    readonly size: number
    readonly isFolder: boolean
  },
): number {
  const length = 33 + entry.name.length + ((33 + entry.name.length) % 2)
  to[offset] = length
  both32(to, offset + 2, entry.sector)
  both32(to, offset + 10, entry.size)
  // 1 January 2000: the same seed gives the same bytes.
  to.set([100, 1, 1, 0, 0, 0, 0], offset + 18)
  to[offset + 25] = entry.isFolder ? 2 : 0
  both16(to, offset + 28, 1)
  to[offset + 32] = entry.name.length
  to.write(entry.name, offset + 33, 'latin1')
  return length
}
