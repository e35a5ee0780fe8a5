import { readFile } from 'node:fs/promises'
import { parseArgs } from 'node:util'
import type { AuditReport } from '@yunheng/contract'
import type { Audit } from './audit.ts'
import { parseCheckpoints } from './outside-checkpoints.ts'

const USAGE = `yunheng audit verify [--checkpoint FILE] [--json]
  校验整条审计链；--checkpoint 给出库外保存的检查点文件，可多次给出。
  Verifies the whole audit chain. --checkpoint names a file of checkpoints kept outside; may be repeated.`

/** The role `audit verify` of the server. Exit code 0: sound; 1: a flaw was found; 2: wrong usage. */
export async function runVerifyCommand(
  audit: Audit,
  args: readonly string[],
  print: (line: string) => void,
): Promise<0 | 1 | 2> {
  const given = await readGiven(args).catch((error: unknown) => error as Error)
  if (given instanceof Error) {
    print(`${given.message}\n${USAGE}`)
    return 2
  }
  const report = await audit.verify(given.checkpoints)
  for (const line of given.json ? [JSON.stringify(report)] : toLines(report)) print(line)
  return report.sound ? 0 : 1
}

async function readGiven(args: readonly string[]) {
  const { values } = parseArgs({
    args: [...args],
    options: { checkpoint: { type: 'string', multiple: true }, json: { type: 'boolean' } },
  })
  const files = await Promise.all((values.checkpoint ?? []).map((path) => readFile(path, 'utf8')))
  return { checkpoints: files.flatMap(parseCheckpoints), json: values.json ?? false }
}

function toLines(report: AuditReport): string[] {
  const { finding } = report
  const counts = `${report.entryCount} 条 entries · 末条 last ${report.lastSeq} ${report.lastHash?.slice(0, 16) ?? '-'} · ${report.checkpointCount} 个检查点 checkpoints · 待封存 pending ${report.pendingCount}`
  if (finding !== null) {
    return [
      `✗ 审计链有问题 The audit chain is not sound: ${finding.flaw}, ${finding.seq}–${finding.lastSeq}`,
      finding.text.zh,
      finding.text.en,
      counts,
    ]
  }
  const sample = report.sampleCount === 0 ? [] : [`其中示例数据 of which sample data: ${report.sampleCount}`]
  const outside = report.outsideCheckpoint
    ? []
    : [
        '未给出库外检查点，无法排除整链改写或末尾截断。Without a checkpoint kept outside, a rewritten or shortened chain cannot be excluded.',
      ]
  return [`✓ 审计链完好 The audit chain is sound`, counts, ...sample, ...outside]
}
