/** The OpenStack command-line client: an independent witness of what is in the cloud. */
import { execFile } from 'node:child_process'
import { promisify } from 'node:util'
import { OPENSTACK } from './open.ts'

const run = promisify(execFile)

/** Debian's own, on Debian's own Python. */
const CLIENT = '/usr/bin/openstack'

export async function openstack<T>(...words: string[]): Promise<T> {
  return JSON.parse(await command(...words, '-f', 'json')) as T
}

/** For commands that print nothing. */
export async function command(...words: string[]): Promise<string> {
  const { username, password, project, domain } = OPENSTACK.credentials
  const { stdout } = await run(CLIENT, words, {
    env: {
      PATH: '/usr/bin:/bin',
      OS_AUTH_URL: OPENSTACK.endpoint,
      OS_USERNAME: username,
      OS_PASSWORD: password,
      OS_PROJECT_NAME: project,
      OS_USER_DOMAIN_NAME: domain,
      OS_PROJECT_DOMAIN_NAME: domain,
      OS_REGION_NAME: OPENSTACK.region ?? '',
      OS_IDENTITY_API_VERSION: '3',
      OS_COMPUTE_API_VERSION: '2.53',
      OS_VOLUME_API_VERSION: '3.43',
    },
    timeout: 60_000,
  })
  return stdout
}
