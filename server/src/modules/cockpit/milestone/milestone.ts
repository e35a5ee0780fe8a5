/** Rules of the milestone plan (R3). Pure: the day is given. */
import type { MilestoneCreate, MilestoneFigure, MilestoneState, ReasonCode, Text } from '@yunheng/contract'
import { parseDay } from '../../../platform/worktime/index.ts'

/** Days ahead at which a milestone is said to be due. A product default: no document says. */
export const DUE_DAYS = 30

export interface MilestoneFacts {
  readonly region_id: string | null
  readonly due_on: string
  readonly figure: MilestoneFigure | null
  readonly target: number | null
  readonly evidence_on: string | null
}

/** `today` is the civil day in China: late is from the day after its day. */
export function stateOf(milestone: MilestoneFacts, today: string): MilestoneState {
  if (milestone.evidence_on !== null) return 'achieved'
  const days = daysUntil(milestone.due_on, today)
  if (days < 0) return 'late'
  return days <= DUE_DAYS ? 'due' : 'open'
}

export const daysUntil = (day: string, today: string): number =>
  (parseDay(day) as number) - (parseDay(today) as number)

export const FIGURES: Readonly<Record<MilestoneFigure, { readonly basis: Text; readonly unit: Text }>> = {
  'provider-platforms': {
    basis: {
      zh: '已接入且探测正常（含部分异常）的云平台，按服务商去重计数',
      en: 'Providers with a cloud that is connected and answers',
    },
    unit: { zh: '个', en: 'platforms' },
  },
  'departments-on-cloud': {
    basis: {
      zh: '至少有一个未停用系统已上云的使用单位数',
      en: 'Departments with at least one system on the cloud',
    },
    unit: { zh: '个', en: 'departments' },
  },
  'systems-migrated': {
    basis: {
      zh: '省级单位已上云系统 ÷ 省级单位全部未停用且无有效豁免的系统',
      en: 'Systems of provincial bodies on the cloud ÷ all of theirs, the exempt and retired left out',
    },
    unit: { zh: '%', en: '%' },
  },
}

const RATES: ReadonlySet<MilestoneFigure> = new Set(['systems-migrated'])

export function refusePlan(
  input: Pick<MilestoneCreate, 'startsOn' | 'dueOn' | 'figure' | 'target'>,
): ReasonCode | null {
  if (input.startsOn !== null && input.startsOn > input.dueOn) return 'milestone.period'
  if ((input.figure === null) !== (input.target === null)) return 'milestone.target'
  const isRate = input.figure !== null && RATES.has(input.figure)
  return isRate && (input.target ?? 0) > 100 ? 'milestone.target' : null
}

/** A level writes to its own plan; evidence for those of the documents is recorded at the root of the tree. */
export function refuseLevel(
  milestone: Pick<MilestoneFacts, 'region_id'>,
  place: { readonly regionId: string | null; readonly isRoot: boolean },
): ReasonCode | null {
  const isOwn = milestone.region_id === null ? place.isRoot : milestone.region_id === place.regionId
  return isOwn ? null : 'milestone.not_yours'
}

export function refuseChange(milestone: MilestoneFacts): ReasonCode | null {
  if (milestone.region_id === null) return 'milestone.of_document'
  return milestone.evidence_on === null ? null : 'milestone.achieved'
}

export function refuseDocument(milestone: MilestoneFacts): ReasonCode | null {
  if (milestone.figure !== null) return 'milestone.measured'
  return milestone.evidence_on === null ? null : 'milestone.achieved'
}

export function refuseMeasure(milestone: MilestoneFacts, actual: number | null): ReasonCode | null {
  if (milestone.figure === null || milestone.target === null) return 'milestone.no_figure'
  if (milestone.evidence_on !== null) return 'milestone.achieved'
  return actual === null || actual < milestone.target ? 'milestone.short' : null
}

export function refuseReopen(milestone: MilestoneFacts): ReasonCode | null {
  return milestone.evidence_on === null ? 'milestone.not_achieved' : null
}

export interface ShippedMilestone {
  readonly code: string
  readonly title: Text
  readonly startsOn: string | null
  readonly dueOn: string
  readonly source: string
  readonly figure: MilestoneFigure | null
  readonly target: number | null
  readonly isProductDefault: boolean
  readonly note: string
}

const SOURCE = '青海省级政务云建设规划方案 二(一)'

/** The dates of the documents (R3). Where one gives no number, the target is our own proposal and says so. */
export const SHIPPED_MILESTONES: readonly ShippedMilestone[] = [
  {
    code: 'platforms-ready',
    title: {
      zh: '云监管平台和 3 个云服务商平台建设完成',
      en: 'The supervision platform and 3 provider platforms are ready',
    },
    startsOn: null,
    dueOn: '2017-02-28',
    source: SOURCE,
    figure: 'provider-platforms',
    target: 3,
    isProductDefault: false,
    note: '',
  },
  {
    code: 'pilots-migrated',
    title: { zh: '试点部门示范业务应用迁移完成', en: 'Pilot departments have migrated' },
    startsOn: '2017-03-01',
    dueOn: '2017-12-31',
    source: SOURCE,
    figure: null,
    target: null,
    isProductDefault: false,
    note: '以试点迁移总结或验收文件为依据。',
  },
  {
    code: 'provincial-migrated',
    title: {
      zh: '省直各部门业务应用迁移基本完成',
      en: 'Migration of provincial departments is basically complete',
    },
    startsOn: null,
    dueOn: '2019-12-31',
    source: SOURCE,
    figure: 'systems-migrated',
    target: 95,
    isProductDefault: true,
    note: '文件未规定“基本完成”的数值，95% 为产品默认值。',
  },
]
