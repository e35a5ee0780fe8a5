/**
 * Checkpoints beside the database, one JSON object a line. Whoever restores an old backup of the database, or rewrites
 * the chain in it, does not reach this file; better still is the export kept by the auditor.
 */
import { open, readFile } from 'node:fs/promises'
import { AuditCheckpoint } from '@yunheng/contract'
import { Ajv } from 'ajv'

const MEMORY_MAX = 1000

export async function appendCheckpoint(path: string, checkpoint: AuditCheckpoint): Promise<void> {
  const file = await open(path, 'a', 0o600)
  try {
    await file.write(`${JSON.stringify(checkpoint)}\n`)
    await file.sync()
  } finally {
    await file.close()
  }
}

/** The newest thousand; none when there is no file yet. A last line cut by a crash is left out. */
export async function readCheckpoints(path: string): Promise<AuditCheckpoint[]> {
  const text = await readFile(path, 'utf8').catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return ''
    throw error
  })
  const lines = text.split('\n').slice(0, -1)
  return lines.slice(-MEMORY_MAX).flatMap((line) => parseCheckpoints(line))
}

/** From a file that a person hands in: one checkpoint, or a list of them. @throws SyntaxError, TypeError. */
export function parseCheckpoints(text: string): AuditCheckpoint[] {
  const value: unknown = JSON.parse(text)
  const list: unknown[] = Array.isArray(value) ? value : [value]
  for (const each of list) {
    if (!isCheckpoint(each)) throw new TypeError('not a checkpoint of the audit chain')
  }
  return list as AuditCheckpoint[]
}

const isCheckpoint = new Ajv({ strict: false, formats: { 'date-time': true } }).compile(AuditCheckpoint)
