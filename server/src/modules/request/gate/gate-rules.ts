import type { AccessPath, NetworkZone, RequestPurpose } from '@yunheng/contract'
import type { RuleBook, RuleSource } from '../../rule/index.ts'

export type Source = RuleSource

const PRODUCT_DEFAULT: Source = { source: '产品默认值', isProductDefault: true }
const clause = (source: string): Source => ({ source, isProductDefault: false })

/** A security service that a system of this kind needs beside its hosts. */
export interface SecurityLine {
  readonly offeringCode: string
  readonly title: { readonly zh: string; readonly en: string }
  readonly onlyWeb: boolean
  readonly requirement: string
}

export const SECURITY_LINES: readonly SecurityLine[] = [
  {
    offeringCode: 'cloud-firewall',
    title: { zh: '云防火墙', en: 'cloud firewall' },
    onlyWeb: false,
    requirement: 'R63',
  },
  {
    offeringCode: 'web-protection',
    title: { zh: '虚拟应用安全防护网关', en: 'Web protection gateway' },
    onlyWeb: true,
    requirement: 'R65',
  },
  {
    offeringCode: 'intrusion-prevention',
    title: { zh: '虚拟入侵防御', en: 'intrusion prevention' },
    onlyWeb: false,
    requirement: 'R66',
  },
  {
    offeringCode: 'anti-virus',
    title: { zh: '虚拟防病毒', en: 'anti-virus' },
    onlyWeb: false,
    requirement: 'R67',
  },
]

/** Clauses of rules that are no values: what must be so, without a figure in it. */
export const CLAUSES = {
  /** The named responsible person. */
  responsiblePerson: clause('盐政办发〔2024〕7号 四(一)'),
  minimumSpecification: clause('盐政办发〔2024〕7号 四(三)'),
  necessityProof: clause('盐政办发〔2024〕7号 四(二)'),
  countyCloud: clause('盐政办发〔2024〕7号 四'),
  crossZone: clause('青海省级政务云建设规划方案 二(一)'),
  accessPath: clause('青海省级政务云建设规划方案 二(二)'),
  projectApproval: clause('青政办〔2017〕24号 二'),
  providerChoice: clause('青海省级政务云建设规划方案 一(二)3'),
  catalogueOnly: clause('盐政办发〔2024〕7号 四(三)'),
  quota: clause('盐政办发〔2024〕7号 四(一)'),
  protectionFiling: clause('平顶山市政务云使用流程（2020-05-27）'),
  exit: clause('青海省级政务云建设规划方案 四(三)'),
  onCloud: clause('青海省级政务云建设规划方案 一(二)2'),
  productDefault: PRODUCT_DEFAULT,
} as const

type Figure<V = number> = Source & { readonly value: V }

/** The figures of one version of the rules, as requests apply them. */
export interface RequestRules {
  /** Which version it is; null for what is shipped, before it is installed. */
  readonly versionId: string | null
  /** What the body's city and county have tightened it by (R30). */
  readonly regionalIds: readonly string[]
  /** 涉密 and 等保四级 and above stay off the cloud. */
  readonly levelMax: Figure
  securityLine(offeringCode: string): Source & { readonly fromLevel: number; readonly isRequired: boolean }
  /** Days that a resource of this purpose may run, and how often it is renewed; null without a limit. */
  readonly terms: Readonly<
    Record<RequestPurpose, (Source & { readonly days: number; readonly renewals: number }) | null>
  >
  /** Emergencies are opened first; the papers follow. */
  readonly emergencyPapersWorkingDays: Figure
  /** Reminders before the end, the earliest first. */
  readonly reminderDays: Figure<readonly number[]>
  readonly deleteDaysAfterStop: Figure
  readonly provisioningWorkingDays: Source & { readonly standard: number; readonly special: number }
  readonly confirmationWorkingDays: Figure
}

export function toRequestRules(book: RuleBook): RequestRules {
  const termOf = (purpose: 'test' | 'emergency') => {
    const { value: days, ...source } = book.integer(`term.${purpose}.days`)
    return { days, renewals: book.integer(`term.${purpose}.renewals`).value, ...source }
  }
  const { value: standard, ...provisioning } = book.integer('provisioning.standard-working-days')
  return {
    versionId: book.versionId,
    regionalIds: book.regionalIds,
    levelMax: book.integer('system.level-max'),
    securityLine(code) {
      const { value: fromLevel, ...source } = book.integer(`security.${code}.from-level`)
      const { value: isRequired, ...other } = book.flag(`security.${code}.required`)
      // Either may come from another level than its twin: the reader is told both clauses.
      const both = source.source === other.source ? source.source : `${source.source}；${other.source}`
      const isProductDefault = source.isProductDefault && other.isProductDefault
      return { fromLevel, isRequired, source: both, isProductDefault }
    },
    terms: { formal: null, test: termOf('test'), emergency: termOf('emergency') },
    emergencyPapersWorkingDays: book.integer('emergency.papers-working-days'),
    reminderDays: book.integers('term.reminder-days'),
    deleteDaysAfterStop: book.integer('term.delete-days-after-stop'),
    provisioningWorkingDays: {
      standard,
      special: book.integer('provisioning.special-working-days').value,
      ...provisioning,
    },
    confirmationWorkingDays: book.integer('confirmation.working-days'),
  }
}

/** The network through which a zone is reached (R11). */
export const PATH_OF_ZONE: Readonly<Record<NetworkZone, AccessPath>> = {
  internet: 'internet',
  'government-extranet': 'government-extranet',
  'dedicated-line': 'government-private-network',
}
