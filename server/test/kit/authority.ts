/** Certification authorities made by openssl for the length of a test: what they sign is real, and openssl also judges it. */
import { execFileSync, spawnSync } from 'node:child_process'
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'

const SM2_ID = 'distid:1234567812345678'
const FROM = '20200101000000Z'
const UNTIL = '20450101000000Z'

const SECTIONS = `
[client]
basicConstraints = critical,CA:FALSE
keyUsage = critical,digitalSignature
extendedKeyUsage = clientAuth
[server]
basicConstraints = critical,CA:FALSE
keyUsage = critical,digitalSignature
extendedKeyUsage = serverAuth
[encipher]
basicConstraints = critical,CA:FALSE
keyUsage = critical,keyEncipherment
extendedKeyUsage = clientAuth
[ca]
basicConstraints = critical,CA:TRUE
keyUsage = critical,keyCertSign,cRLSign
[last]
basicConstraints = critical,CA:TRUE,pathlen:0
keyUsage = critical,keyCertSign,cRLSign
[limited]
basicConstraints = critical,CA:TRUE
keyUsage = critical,keyCertSign,cRLSign
nameConstraints = critical,permitted;DNS:.example.org
[req]
distinguished_name = dn
utf8 = yes
[dn]
`

export interface Issued {
  readonly file: string
  readonly pem: string
  readonly algorithm: 'ec' | 'sm2'
}

interface Wanted {
  readonly as?: 'client' | 'server' | 'encipher' | 'ca' | 'last' | 'limited'
  readonly from?: string
  readonly until?: string
}

export interface Authority extends Issued {
  issue(name: string, wanted?: Wanted): Issued
  /** A CA below this one. */
  below(name: string, as?: Wanted['as']): Authority
  revoke(issued: Issued): void
  revocations(period?: { readonly from?: string; readonly until?: string }): string
}

export function createAuthority(dir: string, name: string, algorithm: 'ec' | 'sm2' = 'ec'): Authority {
  return openAuthority(join(dir, `ca${authorities++}`), name, algorithm, null)
}

let authorities = 0

function openAuthority(
  dir: string,
  name: string,
  algorithm: 'ec' | 'sm2',
  parent: { readonly authority: Authority; readonly as: Wanted['as'] } | null,
): Authority {
  mkdirSync(dir, { recursive: true })
  const config = join(dir, 'config')
  writeFileSync(config, `${SECTIONS}\n${databaseOf(dir, algorithm)}`)
  writeFileSync(join(dir, 'index.txt'), '')
  writeFileSync(join(dir, 'serial'), '1000')
  const digest = algorithm === 'sm2' ? 'sm3' : 'sha256'
  const id = algorithm === 'sm2' ? ['-sigopt', SM2_ID] : []
  const checked = algorithm === 'sm2' ? ['-vfyopt', SM2_ID] : []
  const subjectOf = (cn: string) => `/C=CN/O=某省/CN=${cn}`
  let count = 0

  function requestOf(cn: string, stem: string): string {
    const key = join(dir, `${stem}.key`)
    const curve = algorithm === 'sm2' ? 'SM2' : 'prime256v1'
    run(['genpkey', '-algorithm', 'EC', '-pkeyopt', `ec_paramgen_curve:${curve}`, '-out', key])
    const file = join(dir, `${stem}.csr`)
    run([
      'req',
      '-new',
      '-utf8',
      '-config',
      config,
      '-key',
      key,
      `-${digest}`,
      ...id,
      '-subj',
      subjectOf(cn),
      '-out',
      file,
    ])
    return file
  }

  function sign(request: string, wanted: Wanted, self: boolean): Issued {
    const file = request.replace(/csr$/, 'pem')
    const { as = 'client', from = FROM, until = UNTIL } = wanted
    const period = ['-startdate', from, '-enddate', until]
    const common = [
      '-name',
      'store',
      '-batch',
      '-notext',
      '-utf8',
      '-config',
      config,
      '-md',
      digest,
      ...id,
      ...checked,
    ]
    const who = self ? ['-selfsign'] : ['-cert', own.file]
    const key = ['-keyfile', join(dir, 'own.key')]
    run(['ca', ...common, ...who, ...key, ...period, '-extensions', as, '-in', request, '-out', file])
    return { file, pem: readFileSync(file, 'utf8'), algorithm }
  }

  const request = requestOf(name, 'own')
  let own: Issued
  if (parent === null) own = sign(request, { as: 'ca' }, true)
  else own = (parent.authority as Signing).signRequest(request, { as: parent.as ?? 'ca' })

  const authority: Signing = {
    ...own,
    issue: (cn, wanted = {}) => sign(requestOf(cn, `issued${count++}`), wanted, false),
    below: (cn, as) => openAuthority(join(dir, `below${count++}`), cn, algorithm, { authority, as }),
    revoke: ({ file }) =>
      run([
        'ca',
        '-name',
        'store',
        '-config',
        config,
        '-keyfile',
        join(dir, 'own.key'),
        '-cert',
        own.file,
        '-revoke',
        file,
      ]),
    revocations({ from = FROM, until = UNTIL } = {}) {
      const file = join(dir, `crl${count++}.pem`)
      const key = ['-keyfile', join(dir, 'own.key'), '-cert', own.file, '-md', digest, ...id]
      const period = ['-crl_lastupdate', from, '-crl_nextupdate', until]
      run(['ca', '-name', 'store', '-gencrl', '-config', config, ...key, ...period, '-out', file])
      return readFileSync(file, 'utf8')
    },
    signRequest: (file, wanted) => sign(file, wanted, false),
  }
  return authority
}

interface Signing extends Authority {
  signRequest(request: string, wanted: Wanted): Issued
}

const databaseOf = (dir: string, algorithm: string) => `[store]
serial = ${dir}/serial
database = ${dir}/index.txt
new_certs_dir = ${dir}
unique_subject = no
default_md = ${algorithm === 'sm2' ? 'sm3' : 'sha256'}
policy = any
default_crl_days = 30
[any]
countryName = optional
organizationName = optional
commonName = supplied
`

function run(args: readonly string[]): void {
  execFileSync('openssl', [...args], { stdio: ['ignore', 'ignore', 'pipe'] })
}

/** What `openssl verify` says of it for a TLS client at an instant. */
export function isFineByOpenssl(
  leaf: Issued,
  trusted: { readonly caFile: string; readonly crlFile: string | null },
  now: Date,
): boolean {
  const lists = trusted.crlFile === null ? [] : ['-CRLfile', trusted.crlFile, '-crl_check_all']
  const at = ['-attime', String(Math.floor(now.getTime() / 1000)), '-purpose', 'sslclient']
  const { status } = spawnSync('openssl', [
    'verify',
    // With it openssl finds every ECDSA signature wrong.
    ...(leaf.algorithm === 'sm2' ? ['-vfyopt', SM2_ID] : []),
    '-CAfile',
    trusted.caFile,
    ...lists,
    ...at,
    leaf.file,
  ])
  return status === 0
}
