/** Both hosts in a platform, registered by their form: one as from another machine, the other by its socket. */
import type { Amounts } from '@yunheng/contract'
import type { Caller } from '../../../server/test/kit/journey.ts'
import { type GivenPlace, givenPlace } from '../../../server/test/kit/place.ts'
import { HOSTS, IMAGE, LIBVIRT, socketOf, sshSettings } from './open.ts'

export function givenHosts(
  caller: Caller,
  total: Partial<Amounts>,
  options: Readonly<Record<string, string>> = {},
): Promise<GivenPlace> {
  const { credentials, options: known, endpoint } = sshSettings()
  return givenPlace(caller, {
    connection: {
      kind: 'libvirt',
      endpoint: `${endpoint} ${HOSTS[1]}=${socketOf(HOSTS[1])}`,
      region: null,
      options: {
        acceleration: LIBVIRT.options.acceleration ?? '',
        graceSeconds: '0',
        hostKeys: known.hostKeys,
        ...options,
      },
      credentials,
    },
    nativeZone: 'default',
    mapping: {
      images: [{ code: 'tiny', title: { zh: '微型', en: 'Tiny' }, native: IMAGE, minDiskGiB: 1 }],
      volumeTypes: [{ tier: 'general-ssd', native: 'default' }],
      externalNetwork: null,
    },
    total,
  })
}
