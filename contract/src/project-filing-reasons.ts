/** Why a project filing is refused, and what to do. */
import type { Reason } from './reasons.ts'

export const projectFilingReasons = {
  'project-filing.machine_room': {
    kind: 'precondition',
    zh: '第 {items} 项为机房、数据中心等基础设施：除国家明确要求外，原则上不再批准（青政办〔2017〕24号 一）。请改用政务云资源；国家有明确要求的，请写明文件及条款，经批准后方可通过。',
    en: 'Item {items} is a machine room or data centre: such are in principle no longer approved, except as the state requires (Qingzhengban [2017] No. 24, section 1). Use the government cloud; where the state requires it, name the document and clause, which must then be approved.',
  },
  'project-filing.machine_room_open': {
    kind: 'precondition',
    zh: '第 {items} 项机房、数据中心以国家要求为由，所列文件尚未批准（青政办〔2017〕24号 一）。请先批准该例外，或不同意此项目。',
    en: 'Item {items}, a machine room, relies on a requirement of the state whose document has not been approved yet (Qingzhengban [2017] No. 24, section 1). Approve the exception first, or decline the project.',
  },
  'project-filing.county_expansion': {
    kind: 'precondition',
    zh: '第 {items} 项为自有云扩容或升级：县（市、区）在充分利用自建存量云资源基础上，不再扩容、升级（盐政办发〔2024〕7号 四）。请申请政务“一朵云”资源。',
    en: 'Item {items} expands or upgrades an own cloud: a county makes full use of the cloud it has and no longer expands or upgrades it (Yanzhengbanfa [2024] No. 7, section 4). Apply for resources of the one cloud.',
  },
  'project-filing.lease_required': {
    kind: 'precondition',
    zh: '新建、续建、改建项目以租赁方式接入政务云；个性化服务或保密要求较高的，请写明豁免理由和文件（《成都市政务云建设规划》篇7）。',
    en: 'New, continued and rebuilt projects connect to the cloud by lease; for individual services or high secrecy give the ground and the document (anthology of 成都市政务云建设规划, piece 7).',
  },
  'project-filing.exemption_not_expected': {
    kind: 'invalid',
    zh: '以租赁方式接入的项目不填写豁免理由。',
    en: 'A project that connects by lease carries no exemption.',
  },
  'project-filing.requirement_not_expected': {
    kind: 'invalid',
    zh: '只有机房、数据中心项填写国家要求的文件。',
    en: 'Only a machine room names a document of the state.',
  },
  'project-filing.carried': {
    kind: 'precondition',
    zh: '第 {items} 项在服务目录中已有可承载的服务：可由政务云承载的，新建项目不再安排预算（青政办〔2017〕24号 六）。请改为租用政务云资源；确需自建的，请填写自建理由，经批准后方可通过。',
    en: 'Item {items} is carried by a service of the catalogue: a new project gets no budget for what the cloud can carry (Qingzhengban [2017] No. 24, section 6). Lease it from the government cloud; where it must be built all the same, give the reason, which must then be approved.',
  },
  'project-filing.carried_open': {
    kind: 'precondition',
    zh: '第 {items} 项在服务目录中已有可承载的服务，所填自建理由尚未批准（青政办〔2017〕24号 六）。请先批准该理由，或不同意此项目。',
    en: 'Item {items} is carried by a service of the catalogue, and the reason to build it all the same has not been approved yet (Qingzhengban [2017] No. 24, section 6). Approve the reason first, or decline the project.',
  },
  'project-filing.own_reason_not_expected': {
    kind: 'invalid',
    zh: '只有软件、安全服务和其他内容填写自建理由：政务云租用不需要，机房与自有云另有规定。',
    en: 'Only software, security services and other items give a reason to be built: a lease needs none, machine rooms and own clouds have rules of their own.',
  },
  'project-filing.offering_not_expected': {
    kind: 'invalid',
    zh: '租用政务云资源的内容不填写“目录中可承载的服务”。',
    en: 'A lease of the cloud names no service that would carry it.',
  },
  'project-filing.offering_not_found': {
    kind: 'precondition',
    zh: '服务目录中没有已发布的服务“{code}”。请从目录中选择，或不填。',
    en: 'The catalogue has no published service "{code}". Choose one of the catalogue, or none.',
  },
  'project-filing.body_not_found': {
    kind: 'precondition',
    zh: '没有找到申报单位，或该单位已撤销、不能申报项目。',
    en: 'The body was not found, is closed, or files no projects.',
  },
  'project-filing.not_editable': {
    kind: 'conflict',
    zh: '项目已提交或已办结，不能修改。待审的可先撤回。',
    en: 'The project is submitted or decided and does not change. While it waits it can be withdrawn.',
  },
  'project-filing.not_submitted': {
    kind: 'conflict',
    zh: '项目不在待审状态。',
    en: 'The project does not wait for a decision.',
  },
  'project-filing.no_exception': {
    kind: 'conflict',
    zh: '该项没有待批准的国家要求或自建理由。',
    en: 'Neither a requirement of the state nor a reason to build it waits for approval in this item.',
  },
} as const satisfies Record<string, Reason>
