/** Whether a host can take a machine. */
import type { SpecOf } from '../../modules/cloud/connector.ts'
import type { Call } from './call.ts'
import { refuse } from './fault.ts'
import { seeHost } from './hosts.ts'
import { gibOf } from './size.ts'

/** Memory is promised once; processors are shared, but no machine has more than its host. @returns the host's arch. */
export async function requireRoom(
  call: Call,
  { vcpus, memoryMiB }: Pick<SpecOf<'server'>, 'vcpus' | 'memoryMiB'>,
  storageBytes = 0,
): Promise<string> {
  const { total, used, arch } = await seeHost(call, call.host, call.signal)
  const free = total.memoryMiB - used.memoryMiB
  if (memoryMiB > free)
    throw refuse('capacity', `${call.host.name} has ${free} MiB of memory free, not ${memoryMiB}`)
  if (vcpus > total.vcpus)
    throw refuse('capacity', `${call.host.name} has ${total.vcpus} processors, not ${vcpus}`)
  const room = total.storageGiB - used.storageGiB
  if (storageBytes > room * 1024 ** 3)
    throw refuse('capacity', `${call.host.name} has ${room} GiB of storage free, not ${gibOf(storageBytes)}`)
  return arch
}
