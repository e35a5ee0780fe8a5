/** The one configuration: parsed once from the environment, typed, and refused as a whole when anything is wrong. */
import { join, resolve } from 'node:path'
import type { Text } from '@yunheng/contract'
import type { Variable } from './variable.ts'
import { variables } from './variables.ts'

export type SecretKeySource =
  | { readonly kind: 'value'; readonly value: string }
  | { readonly kind: 'file'; readonly path: string; readonly createWhenMissing: boolean }

export interface ClientCertificateFiles {
  readonly caFile: string
  /** Null: revocation is not asked for. */
  readonly crlFile: string | null
  readonly header: string
}

export interface Config {
  readonly mode: 'evaluation' | 'production'
  readonly dataDir: string
  readonly exportDir: string
  readonly http: {
    readonly host: string
    readonly port: number
    readonly publicUrl: string | null
    readonly trustedProxies: readonly string[]
    /** Null: nobody signs in by certificate. */
    readonly clientCertificates: ClientCertificateFiles | null
  }
  readonly database: {
    /** Null until the embedded server runs: the lifecycle then fills it in. */
    readonly url: string | null
    readonly poolSize: number
    /** `packaged`, `system`, or a directory with the programs. */
    readonly postgres: string
    readonly postgresUser: string | null
  }
  readonly worker: { readonly concurrency: number }
  /** How often clouds are looked through. */
  readonly scans: { readonly fullEveryMs: number; readonly incrementalEveryMs: number }
  /** How often clouds are asked what their servers use. */
  readonly measures: { readonly everyMs: number }
  /** Networks that clouds may stand in although they are refused by default. */
  readonly cloudNetworks: readonly string[]
  readonly secretKey: SecretKeySource
  readonly sampleData: 'auto' | 'never'
  readonly log: {
    readonly level: 'fatal' | 'error' | 'warn' | 'info' | 'debug' | 'trace' | 'silent'
    readonly format: 'auto' | 'json' | 'text'
  }
  readonly telemetry: { readonly otlpEndpoint: string | null; readonly serviceName: string }
  readonly shutdownTimeoutMs: number
}

export type Environment = Readonly<Record<string, string | undefined>>

/** One wrong setting: the variable, what is wrong with it, and what may be written instead. */
export interface Wrong {
  readonly name: string
  readonly shown: string | null
  readonly why: Text
  readonly allowed: Text
}

export class ConfigError extends Error {
  readonly wrong: readonly Wrong[]
  constructor(wrong: readonly Wrong[]) {
    super(wrong.map(describe).join('\n'))
    this.name = 'ConfigError'
    this.wrong = wrong
  }
}

function describe({ name, shown, why, allowed }: Wrong): string {
  const zh = `${name}${shown === null ? '' : `=${shown}`}：${why.zh}。允许：${allowed.zh}。`
  return `${zh}\n    ${why.en}. Allowed: ${allowed.en}.`
}

type Values = { readonly [K in keyof typeof variables]: (typeof variables)[K]['fallback'] }

/** Reads every variable, collecting all refusals so that one start shows them all. */
function readValues(env: Environment): { values: Values; wrong: Wrong[] } {
  const wrong: Wrong[] = []
  const values: Record<string, unknown> = {}
  for (const [key, entry] of Object.entries(variables) as [string, Variable<unknown>][]) {
    const raw = env[entry.name]?.trim()
    // An empty variable counts as absent: compose files and unit files write `NAME=` for "not set".
    const parsed = raw ? entry.kind.parse(raw) : { value: entry.fallback }
    if ('value' in parsed) values[key] = parsed.value
    else {
      values[key] = entry.fallback
      const shown = entry.secret ? null : (raw ?? null)
      wrong.push({ name: entry.name, shown, why: parsed.refusal, allowed: entry.kind.allowed })
    }
  }
  return { values: values as Values, wrong }
}

function secretKeySource(values: Values, dataDir: string): SecretKeySource {
  if (values.secretKey !== null) return { kind: 'value', value: values.secretKey }
  if (values.secretKeyFile !== null) {
    return { kind: 'file', path: values.secretKeyFile, createWhenMissing: false }
  }
  return { kind: 'file', path: join(dataDir, 'secret.key'), createWhenMissing: true }
}

/** Settings that are each well-formed but do not fit together. */
function contradictions(values: Values): Wrong[] {
  const wrong: Wrong[] = []
  if (values.secretKey !== null && values.secretKeyFile !== null) {
    wrong.push({
      name: 'YUNHENG_SECRET_KEY',
      shown: null,
      why: { zh: '与 YUNHENG_SECRET_KEY_FILE 同时设置', en: 'set together with YUNHENG_SECRET_KEY_FILE' },
      allowed: { zh: '二者只设其一', en: 'one of the two' },
    })
  }
  if (values.clientCaFile !== null && values.trustedProxies.length === 0) {
    wrong.push({
      name: 'YUNHENG_TRUSTED_PROXIES',
      shown: null,
      why: {
        zh: '设了 YUNHENG_CLIENT_CA_FILE 却没有可信反向代理：没有谁传来的证书可以采信',
        en: 'YUNHENG_CLIENT_CA_FILE is set without a trusted proxy: nobody’s word about a certificate could be believed',
      },
      allowed: variables.trustedProxies.kind.allowed,
    })
  }
  if (values.clientCrlFile !== null && values.clientCaFile === null) {
    wrong.push({
      name: 'YUNHENG_CLIENT_CRL_FILE',
      shown: values.clientCrlFile,
      why: { zh: '未设 YUNHENG_CLIENT_CA_FILE', en: 'set without YUNHENG_CLIENT_CA_FILE' },
      allowed: { zh: '与 YUNHENG_CLIENT_CA_FILE 同设', en: 'set together with YUNHENG_CLIENT_CA_FILE' },
    })
  }
  if (values.mode !== 'production') return wrong
  if (!values.publicUrl?.startsWith('https://')) {
    wrong.push({
      name: 'YUNHENG_PUBLIC_URL',
      shown: values.publicUrl,
      why: { zh: '生产方式下须为 https 网址', en: 'production needs an https address' },
      allowed: { zh: '例如 https://cloud.example.gov.cn', en: 'for example https://cloud.example.gov.cn' },
    })
  }
  // Several processes may share an external database: a key that each makes for itself would leave
  // credentials that the others cannot read.
  if (values.databaseUrl !== null && values.secretKey === null && values.secretKeyFile === null) {
    wrong.push({
      name: 'YUNHENG_SECRET_KEY_FILE',
      shown: null,
      why: {
        zh: '生产方式使用外部数据库时须指定主密钥',
        en: 'production with an external database needs its key named',
      },
      allowed: variables.secretKeyFile.kind.allowed,
    })
  }
  return wrong
}

export function parseConfig(env: Environment): Config {
  const { values, wrong } = readValues(env)
  const all = [...wrong, ...contradictions(values)]
  if (all.length > 0) throw new ConfigError(all)
  const dataDir = values.dataDir ?? resolve('data')
  return {
    mode: values.mode,
    dataDir,
    exportDir: values.exportDir ?? join(dataDir, 'exports'),
    http: {
      host: values.host,
      port: values.port,
      publicUrl: values.publicUrl,
      trustedProxies: values.trustedProxies,
      clientCertificates:
        values.clientCaFile === null
          ? null
          : {
              caFile: values.clientCaFile,
              crlFile: values.clientCrlFile,
              header: values.clientCertificateHeader,
            },
    },
    database: {
      url: values.databaseUrl,
      poolSize: values.databasePool,
      postgres: values.postgres,
      postgresUser: values.postgresUser,
    },
    worker: { concurrency: values.workerConcurrency },
    scans: {
      fullEveryMs: values.scanFullMinutes * 60_000,
      incrementalEveryMs: values.scanIncrementalMinutes * 60_000,
    },
    measures: { everyMs: values.measureMinutes * 60_000 },
    cloudNetworks: values.cloudNetworks,
    secretKey: secretKeySource(values, dataDir),
    sampleData: values.sampleData,
    log: { level: values.logLevel, format: values.logFormat },
    telemetry: { otlpEndpoint: values.otlpEndpoint, serviceName: values.serviceName },
    shutdownTimeoutMs: values.shutdownSeconds * 1000,
  }
}

/** The server's configuration from the process environment: no other file reads it. */
export function readConfig(): Config {
  return parseConfig(process.env)
}

/** Variables of ours that the table does not know, most often a slip of the pen. The CLI has its own. */
export function unknownVariables(env: Environment): string[] {
  const known = new Set(Object.values(variables).map(({ name }): string => name))
  const ofTheCli = new Set(['YUNHENG_URL', 'YUNHENG_TOKEN'])
  return Object.keys(env).filter(
    (name) => name.startsWith('YUNHENG_') && !known.has(name) && !ofTheCli.has(name),
  )
}

export function unknownSettings(): string[] {
  return unknownVariables(process.env)
}
