/** The definition of a machine, and of a disk that is put into one. */
import type { SpecOf } from '../../modules/cloud/connector.ts'
import { nameOf } from './name.ts'
import { oneLine } from './one-line.ts'
import { metadataOf, type ServerRecord } from './server-record.ts'
import type { Settings } from './settings.ts'
import { type Element, el, withChild } from './xml.ts'

/** Where a machine finds the disk that it starts from. */
export const ROOT_TARGET = 'vda'

export interface Machine {
  readonly id: string
  readonly project: string
  readonly spec: SpecOf<'server'>
  readonly record: ServerRecord
  /** libvirt's networks, in the order of the record's places. */
  readonly networks: readonly string[]
  readonly arch: string
  /** Name of the disk that it starts from, and whose it is. */
  readonly root: { readonly volume: string; readonly id: string }
}

/** Slots for disks that are put in later; other machine types take them without. */
const SPARE_SLOTS = 12

export function machineXml(machine: Machine, { pool, emulated }: Settings): Element {
  const { id, project, spec, record, networks, arch, root } = machine
  const name = nameOf('server', project, id)
  const isArm = arch === 'aarch64'
  return el(
    'domain',
    { type: emulated ? 'qemu' : 'kvm' },
    el('name', {}, name),
    el('uuid', {}, id),
    el('title', {}, oneLine(spec.name)),
    metadataOf(record),
    el('memory', { unit: 'MiB' }, String(spec.memoryMiB)),
    el('vcpu', {}, String(spec.vcpus)),
    el('os', { firmware: isArm ? 'efi' : null }, el('type', { arch }, 'hvm'), el('boot', { dev: 'hd' })),
    el('features', {}, el('acpi'), isArm ? null : el('apic')),
    emulated ? null : el('cpu', { mode: 'host-model' }),
    el('clock', { offset: 'utc' }),
    el('on_poweroff', {}, 'destroy'),
    el('on_reboot', {}, 'restart'),
    el('on_crash', {}, 'destroy'),
    el(
      'devices',
      {},
      ...(isArm
        ? Array.from({ length: SPARE_SLOTS }, () =>
            el('controller', { type: 'pci', model: 'pcie-root-port' }),
          )
        : []),
      // Guests of clouds know the virtual kinds of device alone, whatever the machine.
      el('controller', { type: 'scsi', model: 'virtio-scsi' }),
      diskXml({ pool, volume: root.volume, target: ROOT_TARGET, id: root.id }),
      el(
        'disk',
        { type: 'volume', device: 'cdrom' },
        el('driver', { name: 'qemu', type: 'raw' }),
        el('source', { pool, volume: nameOf('seed', project, id) }),
        el('target', { dev: 'sda', bus: 'scsi' }),
        el('readonly'),
      ),
      ...record.place.map(({ mac }, index) =>
        el(
          'interface',
          { type: 'network' },
          el('mac', { address: mac }),
          el('source', { network: networks[index] ?? '' }),
          el('model', { type: 'virtio' }),
          // Nothing is started over the network.
          el('rom', { enabled: 'no' }),
        ),
      ),
      ...consoles(name),
      // The guest tells every minute what of its memory it uses.
      el('memballoon', { model: 'virtio' }, el('stats', { period: '60' })),
      el('rng', { model: 'virtio' }, el('backend', { model: 'random' }, '/dev/urandom')),
    ),
  )
}

/** Where the host keeps what the machine says on its serial console. */
export const consoleLogOf = (name: string) => `/var/log/libvirt/qemu/${name}.console.log`

function consoles(name: string): readonly Element[] {
  return [
    el(
      'serial',
      { type: 'pty' },
      el('log', { file: consoleLogOf(name), append: 'on' }),
      el('target', { port: '0' }),
    ),
    // A socket of the host, no port that others could reach.
    el('graphics', { type: 'vnc' }, el('listen', { type: 'socket' })),
    el('video', {}, el('model', { type: 'vga' })),
  ]
}

export interface DiskPlace {
  readonly pool: string
  readonly volume: string
  readonly target: string
  readonly id: string
}

export function diskXml({ pool, volume, target, id }: DiskPlace): Element {
  return el(
    'disk',
    { type: 'volume', device: 'disk' },
    el('driver', { name: 'qemu', type: 'qcow2', discard: 'unmap' }),
    el('source', { pool, volume }),
    el('target', { dev: target, bus: 'virtio' }),
    // By it the guest finds the disk under /dev/disk/by-id, whatever its letter.
    el('serial', {}, id.replaceAll('-', '').slice(-20)),
  )
}

/** The same machine of another size. */
export function resized(
  definition: Element,
  size: { readonly vcpus: number; readonly memoryMiB: number },
  record: ServerRecord,
): Element {
  const memory = [String(size.memoryMiB)]
  const parts: readonly Element[] = [
    el('memory', { unit: 'MiB' }, ...memory),
    el('currentMemory', { unit: 'MiB' }, ...memory),
    el('vcpu', {}, String(size.vcpus)),
    metadataOf(record),
  ]
  return parts.reduce(withChild, definition)
}
