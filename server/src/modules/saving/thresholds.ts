import type { RuleBook } from '../rule/index.ts'

/** The values of one version of the rules, as the judging reads them. Shares in percent. */
export interface Thresholds {
  readonly idle: { readonly cpuMean: number; readonly networkKib: number; readonly days: number }
  readonly oversized: {
    readonly cpuMean: number
    readonly memoryMean: number
    readonly cpuP95: number
    readonly months: number
  }
  readonly undersized: {
    readonly cpuMean: number
    readonly cpuP95: number
    readonly memoryMean: number
    readonly disk: number
    readonly days: number
  }
  readonly orphanDays: number
  readonly stoppedDays: number
  readonly expiredDays: number
  readonly coverage: number
  readonly firstDays: number
  readonly seasonLead: number
  readonly baseline: number
}

export function thresholdsOf(book: Pick<RuleBook, 'integer'>): Thresholds {
  const value = (code: string) => book.integer(`saving.${code}`).value
  return {
    idle: {
      cpuMean: value('idle.cpu-mean'),
      networkKib: value('idle.network-kib'),
      days: value('idle.days'),
    },
    oversized: {
      cpuMean: value('oversized.cpu-mean'),
      memoryMean: value('oversized.memory-mean'),
      cpuP95: value('oversized.cpu-p95'),
      months: value('oversized.months'),
    },
    undersized: {
      cpuMean: value('undersized.cpu-mean'),
      cpuP95: value('undersized.cpu-p95'),
      memoryMean: value('undersized.memory-mean'),
      disk: value('undersized.disk'),
      days: value('undersized.days'),
    },
    orphanDays: value('orphan.days'),
    stoppedDays: value('stopped.days'),
    expiredDays: value('expired.days'),
    coverage: value('judged.coverage'),
    firstDays: value('exempt.first-days'),
    seasonLead: value('exempt.season-lead'),
    baseline: value('baseline.utilisation'),
  }
}
