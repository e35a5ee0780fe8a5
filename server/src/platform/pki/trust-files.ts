import { readFileSync, statSync } from 'node:fs'
import { EXIT, StartupError } from '../startup-error.ts'
import { parseCertificate } from './certificate.ts'
import type { Trust } from './check-certificate.ts'
import { readPem } from './pem.ts'
import { parseRevocationList } from './revocation-list.ts'

export interface TrustFiles {
  readonly caFile: string
  readonly crlFile: string | null
}

export interface TrustInForce {
  /** As the files say now; what they said last when they cannot be read. */
  current(): Trust
}

/**
 * Reads the files at once, so that a wrong one is told at the start, and again when they change: a new revocation list must
 * not wait for a restart. Asked at sign-ins only, hence without a watcher. @throws StartupError
 */
export function openTrust(files: TrustFiles, complain: (file: string, error: unknown) => void): TrustInForce {
  let known = { trust: readTrust(files), stamp: stampOf(files) }
  return {
    current() {
      try {
        const stamp = stampOf(files)
        if (stamp !== known.stamp) known = { trust: readTrust(files), stamp }
      } catch (error) {
        // Half written or taken away: the old one holds on, and a list that runs out shuts the door by itself.
        complain(files.crlFile ?? files.caFile, error)
      }
      return known.trust
    },
  }
}

function stampOf({ caFile, crlFile }: TrustFiles): string {
  return [caFile, crlFile]
    .filter((file) => file !== null)
    .map((file) => statSync(file))
    .map(({ mtimeMs, size, ino }) => `${mtimeMs} ${size} ${ino}`)
    .join(' ')
}

function readTrust({ caFile, crlFile }: TrustFiles): Trust {
  return {
    authorities: readAll(caFile, 'CERTIFICATE', parseCertificate),
    lists: crlFile === null ? null : readAll(crlFile, 'X509 CRL', parseRevocationList),
  }
}

function readAll<T>(file: string, label: string, parse: (der: Buffer) => T | null): readonly T[] {
  let text: string
  try {
    text = readFileSync(file, 'latin1')
  } catch (cause) {
    const { message } = cause as Error
    throw wrong(`无法读取 ${file}：${message}`, `${file} cannot be read: ${message}`, cause)
  }
  const found = readPem(text, label).map((der) => (der === null ? null : parse(der)))
  const broken = found.indexOf(null)
  if (found.length === 0) throw wrong(`${file} 中没有 ${label}`, `there is no ${label} in ${file}`)
  if (broken >= 0)
    throw wrong(
      `${file} 中第 ${broken + 1} 个 ${label} 无法解析`,
      `the ${label} number ${broken + 1} in ${file} cannot be read`,
    )
  return found as readonly T[]
}

const wrong = (zh: string, en: string, cause?: unknown) =>
  new StartupError({ zh: `${zh}。`, en: `${en}.` }, { exitCode: EXIT.usage, cause })
