import {
  serviceContractOperations as contracts,
  projectFilingOperations as filings,
  milestoneOperations as milestones,
} from '@yunheng/contract'
import { dayInChina, formatDay, parseDay } from '../platform/worktime/index.ts'
import { idOf, type Province } from './load-organisation.ts'
import type { Stage } from './stage.ts'

/** What was signed, filed and planned around the cloud (R3, R25, R33, R35). */
export async function loadOrder(stage: Stage, province: Province, today: Date): Promise<void> {
  const day = (offset: number) => formatDay((parseDay(dayInChina(today)) as number) + offset)
  const body = (key: string) => idOf(province.bodies, key)
  const lease = (username: string, of: string, provider: string, no: string, until: number) =>
    stage.act(username, contracts.create, {
      body: {
        bodyId: body(of),
        kind: 'lease',
        no,
        name: '政务云资源租用合同',
        providerBodyId: body(provider),
        providerName: null,
        filingId: null,
        startsOn: day(-100),
        endsOn: day(until),
        note: '',
      },
    })
  await lease('resources-admin', 'resources', 'lanzhou', 'HC-ZY-01', 265)
  await lease('service-admin', 'service', 'panshi', 'HC-FW-01', 60)
  await stage.act('beidu-admin', contracts.create, {
    body: {
      bodyId: body('beidu-community'),
      kind: 'own-cloud-lease',
      no: 'BD-ZY-07',
      name: '北渡区自行租用云',
      providerBodyId: null,
      providerName: '某电信运营商（样例）',
      filingId: null,
      startsOn: day(-900),
      endsOn: day(120),
      note: '承载社区网格系统，平台建成前签订。',
    },
  })
  await stage.act('beidu-admin', filings.create, {
    body: {
      bodyId: body('beidu-community'),
      name: '社区数据机房改造',
      nature: 'rebuilt',
      summary: '拟改造街道机房并扩容自有云。',
      connection: 'lease',
      exemption: null,
      items: [
        {
          kind: 'machine-room',
          name: '街道机房改造',
          cost: { amountMinor: 860_000_00, currency: 'CNY' },
          stateRequirement: null,
        },
        { kind: 'own-cloud-expansion', name: '自有云扩容 6 台服务器', cost: null, stateRequirement: null },
      ],
    },
  })
  await stage.act('bureau', milestones.create, {
    body: {
      title: '省直单位系统全部排入迁移批次',
      startsOn: null,
      dueOn: day(45),
      source: '衡川省政务云年度工作要点（样例）',
      figure: null,
      target: null,
      note: '',
    },
  })
}
