/** Kinds of settings: how the text of an environment variable becomes a value, and how a refusal is worded. */
import { isIP } from 'node:net'
import { resolve } from 'node:path'
import type { Text } from '@yunheng/contract'

export type Parsed<T> = { readonly value: T } | { readonly refusal: Text }

export interface Kind<T> {
  /** What may be written, for the documentation and for the refusal. */
  readonly allowed: Text
  parse(raw: string): Parsed<T>
}

export interface Variable<T> {
  readonly name: string
  readonly kind: Kind<T>
  /** The value when the variable is absent or empty. */
  readonly fallback: NoInfer<T>
  /** How the fallback is written in the documentation; null when there is none. */
  readonly fallbackText: string | null
  readonly title: Text
  /** Its value is never repeated in a message. */
  readonly secret: boolean
}

interface VariableSpec<T> {
  readonly name: string
  readonly kind: Kind<T>
  readonly fallback: NoInfer<T>
  readonly title: Text
  readonly fallbackText?: string
  readonly secret?: boolean
}

/** A variable without a default may stay unset: its value is then null. */
export function variable<T>(spec: VariableSpec<T>): Variable<T>
export function variable<T>(
  spec: Omit<VariableSpec<T>, 'fallback'> & { readonly fallback: null },
): Variable<T | null>
export function variable<T>(spec: VariableSpec<T | null>): Variable<T | null> {
  const fallbackText = spec.fallbackText ?? (spec.fallback === null ? null : String(spec.fallback))
  return { ...spec, fallbackText, secret: spec.secret ?? false }
}

const refused = (zh: string, en: string): { readonly refusal: Text } => ({ refusal: { zh, en } })

export function integer(minimum: number, maximum: number): Kind<number> {
  return {
    allowed: { zh: `${minimum} 到 ${maximum} 的整数`, en: `an integer from ${minimum} to ${maximum}` },
    parse(raw) {
      if (!/^-?\d+$/.test(raw)) return refused('不是整数', 'not an integer')
      const value = Number(raw)
      return value < minimum || value > maximum ? refused('超出范围', 'out of range') : { value }
    },
  }
}

export function choice<const V extends readonly string[]>(values: V): Kind<V[number]> {
  const list = values.join(' | ')
  return {
    allowed: { zh: `下列之一：${list}`, en: `one of: ${list}` },
    parse: (raw) =>
      values.includes(raw) ? { value: raw as V[number] } : refused('不是允许的取值', 'not one of the values'),
  }
}

/** A file or directory; relative paths start at the working directory of the process. */
export const path: Kind<string> = {
  allowed: { zh: '文件系统路径', en: 'a file system path' },
  parse: (raw) => (raw.includes('\0') ? refused('含有空字符', 'contains a NUL') : { value: resolve(raw) }),
}

export function pattern(expression: RegExp, allowed: Text): Kind<string> {
  return {
    allowed,
    parse: (raw) => (expression.test(raw) ? { value: raw } : refused('格式不符', 'does not have that form')),
  }
}

export function url(protocols: readonly string[], example: string): Kind<string> {
  const list = protocols.join(' | ')
  return {
    allowed: { zh: `网址（${list}），例如 ${example}`, en: `a URL (${list}), for example ${example}` },
    parse(raw) {
      if (!URL.canParse(raw)) return refused('不是网址', 'not a URL')
      const protocol = new URL(raw).protocol.replace(/:$/, '')
      return protocols.includes(protocol)
        ? { value: raw }
        : refused(`协议 ${protocol} 不可用`, `protocol ${protocol} is not usable`)
    },
  }
}

function isAddressRange(entry: string): boolean {
  const [address = '', prefix, ...more] = entry.split('/')
  const family = isIP(address)
  if (family === 0 || more.length > 0) return false
  return prefix === undefined || (/^\d{1,3}$/.test(prefix) && Number(prefix) <= (family === 4 ? 32 : 128))
}

/** Addresses and ranges, separated by commas. */
export const addressRanges: Kind<readonly string[]> = {
  allowed: {
    zh: '以逗号分隔的 IP 地址或网段，例如 10.0.0.5,192.168.0.0/16',
    en: 'IP addresses or ranges separated by commas, for example 10.0.0.5,192.168.0.0/16',
  },
  parse(raw) {
    const entries = raw.split(',').map((entry) => entry.trim())
    const wrong = entries.find((entry) => !isAddressRange(entry))
    return wrong === undefined
      ? { value: entries }
      : refused(`“${wrong}”不是地址或网段`, `"${wrong}" is not an address or range`)
  },
}

/** 32 bytes in base64 or hexadecimal. */
export const key256: Kind<string> = {
  allowed: {
    zh: '32 字节密钥的 base64 或十六进制写法（openssl rand -base64 32）',
    en: 'a key of 32 bytes in base64 or hexadecimal (openssl rand -base64 32)',
  },
  parse: (raw) =>
    /^[0-9a-fA-F]{64}$/.test(raw) || /^[A-Za-z0-9+/]{43}=$/.test(raw)
      ? { value: raw }
      : refused('长度或写法不符', 'wrong length or notation'),
}
