import { workOrderOperations as orders, organisationOperations } from '@yunheng/contract'
import type { Stage } from './stage.ts'

/** Who runs the cloud, and who answers for its security. */
interface Parties {
  readonly provider: string
  readonly securityLead: string
}

/** At the story’s beginning: the lead on security is named; one inspection passed, one is still to be
 * taken, one incident is overdue by its end (R40, R44). */
export async function loadDispatches(stage: Stage, { provider, securityLead }: Parties): Promise<void> {
  const lead = await stage.act('system', organisationOperations.getBody, { params: { id: securityLead } })
  await stage.act('system', organisationOperations.setSecurityLead, {
    params: { id: lead.id },
    body: { version: lead.version, isSecurityLead: true },
  })
  await loadInspection(stage, provider)
  await stage.act('ops', orders.create, {
    body: {
      ...about,
      task: 'inspection',
      title: '入冬前机房巡检',
      description: '核对蓄电池、柴油发电机与新风，逐柜填写巡检记录。',
      // No year is needed that the calendar may lack: by the end of the story it is overdue as well.
      workingDays: 70,
      providerBodyId: provider,
    },
  })
  await stage.act('ops', orders.create, {
    body: {
      ...about,
      task: 'incident',
      title: '统一认证间歇性超时',
      description: '工作时段登录偶发超时，请定位原因并提交整改报告。',
      workingDays: 60,
    },
  })
}

const about = { systemId: null, cloudId: null, nodeId: null, providerBodyId: null, witnessPersonId: null }

async function loadInspection(stage: Stage, providerBodyId: string): Promise<void> {
  const opened = await stage.act('ops', orders.create, {
    body: {
      ...about,
      task: 'inspection',
      title: '汛期前机房巡检',
      description: '核对供配电、空调与漏水告警，逐柜填写巡检记录。',
      workingDays: 5,
      providerBodyId,
    },
  })
  const params = { id: opened.id }
  const taken = await stage.act('panshi', orders.accept, { params, body: { version: opened.version } })
  await stage.act('panshi', orders.addEvidence, {
    params,
    body: {
      fileName: '巡检记录.txt',
      mediaType: 'text/plain',
      note: '',
      contentBase64: Buffer.from('机柜 48 个，告警 0 条，空调滤网已更换。').toString('base64'),
    },
  })
  const reported = await stage.act('panshi', orders.deliver, {
    params,
    body: { version: taken.version, note: '机柜 48 个全部正常，滤网已更换。' },
  })
  await stage.act('ops', orders.pass, {
    params,
    body: { version: reported.version, comment: '记录齐全。' },
  })
}
