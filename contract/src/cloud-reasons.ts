import type { Reason } from './reasons.ts'

export const cloudReasons = {
  'cloud.endpoint_not_allowed': {
    kind: 'precondition',
    zh: '不能连接该接口地址：{address} 是{what}。请核对地址；确需使用时，请运维人员在 YUNHENG_CLOUD_NETWORKS 中放行。',
    en: 'This endpoint may not be connected to: {address} is {what}. Check it; operators may allow it by YUNHENG_CLOUD_NETWORKS.',
  },
  'cloud.intranet_only_counted': {
    kind: 'precondition',
    zh: '政务内网的云平台只统计、不接入，不能登记接口与凭证。请在“未直连平台”中登记，并按日期和来源填写数量。',
    en: 'A cloud in the government intranet is only counted, never connected. Register it under unconnected platforms and enter how much there is, of which day and by which source.',
  },
  'cloud.kind_unknown': {
    kind: 'invalid',
    zh: '不支持的云类型：{kind}。',
    en: 'This kind of cloud is not supported: {kind}.',
  },
  'cloud.setting_missing': {
    kind: 'invalid',
    zh: '缺少接入参数：{fields}。',
    en: 'Connection settings are missing: {fields}.',
  },
  'cloud.setting_mixed': {
    kind: 'invalid',
    zh: '登录方式只能选一种，以下参数属于另一种方式：{fields}。',
    en: 'Only one way to sign in can be chosen; these settings belong to another: {fields}.',
  },
  'cloud.setting_unknown': {
    kind: 'invalid',
    zh: '没有这样的接入参数：{fields}。',
    en: 'There are no such connection settings: {fields}.',
  },
  'cloud.code_taken': {
    kind: 'conflict',
    zh: '云平台编码 {code} 已被使用。',
    en: 'The cloud code {code} is taken.',
  },
  'cloud.provider_not_found': {
    kind: 'precondition',
    zh: '没有找到该云平台服务商，或该机构不是服务商。',
    en: 'The provider was not found, or the body is not a provider.',
  },
  'cloud.already_suspended': {
    kind: 'conflict',
    zh: '云平台已处于暂停状态。',
    en: 'The cloud is suspended already.',
  },
  'cloud.not_suspended': { kind: 'conflict', zh: '云平台并未暂停。', en: 'The cloud is not suspended.' },
  'cloud.has_nodes': {
    kind: 'conflict',
    zh: '云平台下仍有节点，不能移除。',
    en: 'The cloud still has nodes, so it cannot be removed.',
  },
  'cloud.no_answer': {
    kind: 'upstream',
    zh: '云平台没有给出可用的回答：{words}',
    en: 'The cloud gave no usable answer: {words}',
  },
  'cloud.suspended': {
    kind: 'conflict',
    zh: '云平台已暂停使用。',
    en: 'The cloud is out of service.',
  },
  'node.code_taken': {
    kind: 'conflict',
    zh: '节点编码 {code} 已被使用。',
    en: 'The node code {code} is taken.',
  },
  'node.region_not_found': {
    kind: 'precondition',
    zh: '没有找到所选行政区划。',
    en: 'The region was not found.',
  },
  'node.grade_required': {
    kind: 'precondition',
    zh: '主节点须有国家A级或绿色低碳4A级机房等级、证书编号，且证书在有效期内。',
    en: 'A backbone node needs a grade (national A or green 4A) with a certificate that is valid.',
  },
  'node.one_backbone': {
    kind: 'conflict',
    zh: '该区划已有同类节点：“1+2+N”布局中主节点、同城灾备和异地灾备节点各 1 个。',
    en: 'The region has such a node already: in 1+2+N there is one backbone, one same-city and one remote DR node.',
  },
  'node.too_near': {
    kind: 'precondition',
    zh: '异地灾备节点与主节点的直线距离须大于 200 公里，现为 {km} 公里。请核对经纬度或另选站点。',
    en: 'A remote DR node stands more than 200 km from the backbone; this is {km} km. Check the coordinates or choose another site.',
  },
  'node.same_prefecture': {
    kind: 'precondition',
    zh: '异地灾备节点须位于同省的另一地市。请核对所在地。',
    en: 'A remote DR node stands in another prefecture of the same province. Check where it stands.',
  },
  'node.intake_passed': {
    kind: 'conflict',
    zh: '该节点已纳入，不需要评估。',
    en: 'This node is managed already, so there is nothing to assess.',
  },
  'node.not_assessed': {
    kind: 'conflict',
    zh: '节点须先评估再批准。请先由大数据中心填写评估意见。',
    en: 'A node is assessed before it is decided on. The data centre writes the assessment first.',
  },
  'node.city_decides': {
    kind: 'forbidden',
    zh: '边缘节点和部门整合平台由市级以上主管部门批准。',
    en: 'Edge and department-integrated nodes are approved by the authority of the city or the province.',
  },
  'zone.code_taken': {
    kind: 'conflict',
    zh: '可用区编码 {code} 已被使用。',
    en: 'The zone code {code} is taken.',
  },
  'pool.code_taken': {
    kind: 'conflict',
    zh: '资源池编码 {code} 已被使用。',
    en: 'The pool code {code} is taken.',
  },
  'pool.zone_not_found': { kind: 'precondition', zh: '没有找到所选可用区。', en: 'The zone was not found.' },
  'pool.body_required': {
    kind: 'precondition',
    zh: '专属资源池须指定使用机构。',
    en: 'A dedicated pool names the body it is for.',
  },
  'pool.body_not_expected': {
    kind: 'precondition',
    zh: '通用资源池由各部门共用，不能指定使用机构。',
    en: 'A general pool is shared by all, so it names no body.',
  },
  'pool.accelerator_required': {
    kind: 'precondition',
    zh: '异构算力资源池须填写加速卡型号、算力（PFlops）与精度。',
    en: 'A heterogeneous pool states its accelerator, its PFlops and their precision.',
  },
  'pool.cards_required': {
    kind: 'invalid',
    zh: '异构算力资源池按 PFlops 与卡数计量：算力须大于零，登记的总量须有加速卡数量。',
    en: 'A heterogeneous pool is held in PFlops and cards: state a power above nothing, and how many cards there are.',
  },
  'pool.zone_shared': {
    kind: 'precondition',
    zh: '同一可用区有多个资源池时，各池容量须申报，不能都取自云平台的观测值。',
    en: 'Several pools share this zone, so each states its own share; none may take the observed total.',
  },
  'pool.class_in_use': {
    kind: 'conflict',
    zh: '资源池已有资源，不能改变类别、网络区域或使用机构。',
    en: 'The pool holds resources, so its class, network zone and body stay as they are.',
  },
  'pool.already_so': { kind: 'conflict', zh: '资源池已是该状态。', en: 'The pool is in that state already.' },
  'pool.full': {
    kind: 'capacity',
    zh: '资源池“{pool}”剩余容量不足。',
    en: 'The pool “{pool}” has not enough left.',
  },
  'pool.closed': { kind: 'conflict', zh: '资源池已停止受理。', en: 'The pool takes nothing new.' },
  'quota.not_set': {
    kind: 'precondition',
    zh: '该机构及其上级都没有设定配额。请联系云管理机构。',
    en: 'Neither this body nor any above it has a quota. Ask the cloud authority.',
  },
  'quota.exceeded': {
    kind: 'capacity',
    zh: '配额不足：{what} 还剩 {free}，需要 {wanted}。',
    en: 'The quota does not suffice: {what} has {free} left, {wanted} are wanted.',
  },
  'quota.above_parent': {
    kind: 'capacity',
    zh: '超出上级机构的可分配额度：{what} 还可分配 {free}。',
    en: 'More than the body above can pass on: {free} of {what} are left to allot.',
  },
  'quota.below_use': {
    kind: 'conflict',
    zh: '配额不能低于已使用和已下拨的数量：{what} 已用 {used}。',
    en: 'A quota cannot be lower than what is used and passed on: {used} of {what}.',
  },
  'quota.body_not_found': { kind: 'precondition', zh: '没有找到该机构。', en: 'The body was not found.' },
  'quota.not_siblings': {
    kind: 'precondition',
    zh: '只能在同一上级配额之下的机构之间调剂。',
    en: 'Quota moves only between bodies under the same quota above.',
  },
} as const satisfies Record<string, Reason>
