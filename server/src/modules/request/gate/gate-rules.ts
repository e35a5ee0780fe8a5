import type { AccessPath, NetworkZone, RequestPurpose } from '@yunheng/contract'

/** Where a value comes from. Product defaults are shown as such wherever the value appears. */
export interface Source {
  readonly source: string
  readonly isProductDefault: boolean
}

const PRODUCT_DEFAULT: Source = { source: '产品默认值', isProductDefault: true }
const clause = (source: string): Source => ({ source, isProductDefault: false })

/** A security service that a system of this kind needs beside its hosts. */
export interface SecurityLineRule extends Source {
  readonly offeringCode: string
  readonly title: { readonly zh: string; readonly en: string }
  readonly fromLevel: number
  readonly onlyWeb: boolean
  /** Without it the request is refused; otherwise it is only said. */
  readonly isRequired: boolean
  readonly requirement: string
}

/**
 * The values that the gates apply: version 1, as the documents have them. Every decision keeps the gates with their
 * sources as they were (request.gates), so that a later version does not change the past.
 */
export const GATE_RULES = {
  /** 涉密 and 等保四级 and above stay off the cloud. */
  levelMax: { value: 3, ...clause('宿政办发〔2022〕58号；长政办发〔2018〕22号') },
  /** The named responsible person. */
  responsiblePerson: clause('盐政办发〔2024〕7号 四(一)'),
  securityLines: [
    {
      offeringCode: 'cloud-firewall',
      title: { zh: '云防火墙', en: 'cloud firewall' },
      fromLevel: 3,
      onlyWeb: false,
      isRequired: true,
      requirement: 'R63',
      ...clause('青海省级政务云建设规划方案 三(四)'),
    },
    {
      offeringCode: 'web-protection',
      title: { zh: '虚拟应用安全防护网关', en: 'Web protection gateway' },
      fromLevel: 1,
      onlyWeb: true,
      isRequired: false,
      requirement: 'R65',
      ...clause('青海省级政务云建设规划方案 三(六)'),
    },
    {
      offeringCode: 'intrusion-prevention',
      title: { zh: '虚拟入侵防御', en: 'intrusion prevention' },
      fromLevel: 3,
      onlyWeb: false,
      isRequired: false,
      requirement: 'R66',
      ...PRODUCT_DEFAULT,
    },
    {
      offeringCode: 'anti-virus',
      title: { zh: '虚拟防病毒', en: 'anti-virus' },
      fromLevel: 3,
      onlyWeb: false,
      isRequired: false,
      requirement: 'R67',
      ...PRODUCT_DEFAULT,
    },
  ] satisfies readonly SecurityLineRule[] as readonly SecurityLineRule[],
  /** Days that a resource of this purpose may run, and how often it is renewed by as many. */
  terms: {
    formal: null,
    test: { days: 90, renewals: 1, ...PRODUCT_DEFAULT },
    emergency: { days: 30, renewals: 0, ...PRODUCT_DEFAULT },
  } satisfies Record<RequestPurpose, ({ days: number; renewals: number } & Source) | null>,
  /** Emergencies are opened first; the papers follow. */
  emergencyPapersWorkingDays: { value: 3, ...PRODUCT_DEFAULT },
  /** Reminders before the end; what happens at the end of a test or emergency resource. */
  reminderDays: { value: [15, 7, 1] as const, ...PRODUCT_DEFAULT },
  deleteDaysAfterStop: { value: 30, ...PRODUCT_DEFAULT },
  minimumSpecification: clause('盐政办发〔2024〕7号 四(三)'),
  necessityProof: clause('盐政办发〔2024〕7号 四(二)'),
  countyCloud: clause('盐政办发〔2024〕7号 四'),
  accessPath: clause('青海省级政务云建设规划方案 二(二)'),
  projectApproval: clause('青政办〔2017〕24号 二'),
  providerChoice: clause('青海省级政务云建设规划方案 一(二)3'),
  catalogueOnly: clause('盐政办发〔2024〕7号 四(三)'),
  quota: clause('盐政办发〔2024〕7号 四(一)'),
  protectionFiling: clause('平顶山市政务云使用流程（2020-05-27）'),
  exit: clause('青海省级政务云建设规划方案 四(三)'),
  onCloud: clause('青海省级政务云建设规划方案 一(二)2'),
  productDefault: PRODUCT_DEFAULT,
  /** Provisioning and confirmation limits in working days (facts: product defaults). */
  provisioningWorkingDays: { standard: 3, special: 10, ...PRODUCT_DEFAULT },
  confirmationWorkingDays: { value: 5, ...PRODUCT_DEFAULT },
} as const

/** The network through which a zone is reached (R11). */
export const PATH_OF_ZONE: Readonly<Record<NetworkZone, AccessPath>> = {
  internet: 'internet',
  'government-extranet': 'government-extranet',
  'dedicated-line': 'government-private-network',
}
