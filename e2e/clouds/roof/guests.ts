/** Guests that stood on the libvirt hosts before the platform came: made by virsh, over a copy of the lane's image. */
import { IMAGE } from '../libvirt/open.ts'
import { defineOn, virsh } from '../libvirt/virsh.ts'

const definition = (name: string, disk: string) => `<domain type="qemu">
  <name>${name}</name><memory unit="MiB">128</memory><vcpu>1</vcpu>
  <os><type arch="x86_64">hvm</type></os>
  <devices><disk type="volume" device="disk"><driver name="qemu" type="qcow2"/>
    <source pool="default" volume="${disk}"/><target dev="vda" bus="virtio"/></disk></devices>
</domain>`

/** Defined, and running. */
export async function startGuest(host: string, name: string): Promise<void> {
  const disk = `${name}.qcow2`
  await virsh(
    host,
    ...['vol-create-as', 'default', disk, '64M', '--format', 'qcow2'],
    ...['--backing-vol', IMAGE, '--backing-vol-format', 'qcow2'],
  )
  await defineOn(host, definition(name, disk))
  await virsh(host, 'start', name)
}
