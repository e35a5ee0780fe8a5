import type { Reason } from './reasons.ts'

export const resourceReasons = {
  'resource.wrong_kind': {
    kind: 'precondition',
    zh: '这类资源不支持该操作。',
    en: 'This kind of resource cannot do that.',
  },
  'resource.given_back': {
    kind: 'conflict',
    zh: '资源已释放或正在释放。',
    en: 'The resource has been given back.',
  },
  'resource.not_ready': {
    kind: 'conflict',
    zh: '资源尚未就绪，请待其就绪后再操作。',
    en: 'The resource is not ready yet. Try again when it is.',
  },
  'resource.not_running': {
    kind: 'conflict',
    zh: '服务器没有在运行。请先开机。',
    en: 'The server is not running. Start it first.',
  },
  'resource.is_rescued': {
    kind: 'conflict',
    zh: '服务器处于救援模式。请先退出救援模式。',
    en: 'The server is in rescue. Let it out first.',
  },
  'resource.not_rescued': {
    kind: 'conflict',
    zh: '服务器不在救援模式。',
    en: 'The server is not in rescue.',
  },
  'resource.cloud_cannot': {
    kind: 'precondition',
    zh: '所在的云平台不支持此操作。',
    en: 'The cloud that it stands on cannot do this.',
  },
  'resource.cloud_cannot_this': {
    kind: 'precondition',
    zh: '所在的云平台对这台云主机做不到：其系统盘是云硬盘，云平台版本或救援镜像不满足要求。',
    en: 'The cloud cannot do this to this server: it starts from a volume, and the cloud is too old for that or has no image to rescue from.',
  },
  'resource.already_so': { kind: 'conflict', zh: '已经是该状态。', en: 'It is so already.' },
  'resource.root_volume': {
    kind: 'conflict',
    zh: '云主机由该云硬盘启动，不能卸载；释放云主机后可保留。',
    en: 'A server starts from this volume, so it cannot be detached; it can be kept when the server is released.',
  },
  'resource.bucket_not_empty': {
    kind: 'conflict',
    zh: '其中还有 {objects} 个对象，清空后才会删除。',
    en: 'It still holds {objects} objects: it is deleted once it is empty.',
  },
  'resource.attached_already': {
    kind: 'conflict',
    zh: '已挂载在另一台服务器上，请先卸载。',
    en: 'It is attached to another server. Detach it first.',
  },
  'resource.not_attached': {
    kind: 'conflict',
    zh: '没有挂载在任何服务器上。',
    en: 'It is not attached to any server.',
  },
  'resource.elsewhere': {
    kind: 'precondition',
    zh: '两者不属于同一信息系统的同一云平台。',
    en: 'The two do not belong to the same system on the same cloud.',
  },
  'resource.server_not_usable': {
    kind: 'conflict',
    zh: '所选服务器已释放或不存在。',
    en: 'That server has been given back or does not exist.',
  },
  'resource.rule_invalid': {
    kind: 'invalid',
    zh: '第 {row} 条规则不正确：端口须成对、从小到大，且只用于 TCP 与 UDP；地址范围须有效。',
    en: 'Rule {row} is not right: ports come in pairs, low to high, for TCP and UDP only; the range must be valid.',
  },
  'resource.listener_invalid': {
    kind: 'invalid',
    zh: '第 {row} 个监听不正确：同一端口只能监听一次（UDP 除外），健康检查路径只用于 HTTP。',
    en: 'Listener {row} is not right: a port is listened on once (UDP apart), and a health path is for HTTP only.',
  },
  'resource.no_ground': {
    kind: 'precondition',
    zh: '该信息系统在此云平台上还没有资源。',
    en: 'The system has nothing on this cloud yet.',
  },
  'resource.too_many': {
    kind: 'capacity',
    zh: '数量已达上限 {limit}。请先释放不用的。',
    en: 'The limit of {limit} is reached. Give back what is not used first.',
  },
  'resource.release_by_request': {
    kind: 'precondition',
    zh: '经审批取得的资源须通过退还申请释放。',
    en: 'What was approved is given back by a request.',
  },
  'resource.still_used': {
    kind: 'conflict',
    zh: '仍有资源在使用它：{names}。',
    en: 'Others still use it: {names}.',
  },
  'resource.change_by_request': {
    kind: 'precondition',
    zh: '规格、容量与期限的变更须提交申请。',
    en: 'Sizes and terms are changed by a request.',
  },
  'resource.not_cooling': {
    kind: 'conflict',
    zh: '资源不在释放冷静期内，无法恢复。',
    en: 'It is not in its cooling-off time, so it cannot be restored.',
  },
  'resource.stands_on_nothing': {
    kind: 'conflict',
    zh: '它所依附的资源已经释放，无法恢复。',
    en: 'What it stands on has been given back, so it cannot be restored.',
  },
  'resource.not_missing': {
    kind: 'conflict',
    zh: '资源没有消失，无需重建。',
    en: 'It has not vanished, so there is nothing to make again.',
  },
  'resource.no_drift': {
    kind: 'conflict',
    zh: '实际与预期一致，没有可以接受的差异。',
    en: 'Both sides agree; there is nothing to take over.',
  },
  'resource.drift_not_acceptable': {
    kind: 'precondition',
    zh: '这项差异不能直接接受：{field}。请通过变更申请调整。',
    en: 'This difference cannot simply be taken over: {field}. Apply for a change.',
  },
  'resource.nothing_wrong': {
    kind: 'conflict',
    zh: '没有需要重试的问题。',
    en: 'There is nothing to try again.',
  },
  'resource.size_smaller': {
    kind: 'precondition',
    zh: '磁盘只能扩容，不能缩小。',
    en: 'A disk can only grow.',
  },
  'resource.image_unknown': {
    kind: 'precondition',
    zh: '资源池中没有镜像 {image}。',
    en: 'The pool has no image {image}.',
  },
  'resource.root_disk_too_small': {
    kind: 'precondition',
    zh: '系统盘须不小于镜像要求的 {needed} GiB。',
    en: 'The image needs a system disk of at least {needed} GiB.',
  },
  'resource.tier_unknown': {
    kind: 'precondition',
    zh: '资源池中没有存储类型 {tier}。',
    en: 'The pool has no storage tier {tier}.',
  },
  'resource.no_external_network': {
    kind: 'precondition',
    zh: '资源池没有配置外部网络，无法分配公网地址。',
    en: 'The pool has no external network, so it gives no public address.',
  },
  'resource.kind_not_there': {
    kind: 'precondition',
    zh: '该云平台没有此类资源，请选择其他资源池。',
    en: 'This cloud has no such kind of resource. Choose another pool.',
  },
  'resource.parameter_invalid': {
    kind: 'invalid',
    zh: '申请参数 {name} 不正确。',
    en: 'The parameter {name} is not right.',
  },

  // Why a resource is not (yet) as intended: reasons of its conditions.
  'resource.waits_for': {
    kind: 'precondition',
    zh: '等待 {names} 就绪。',
    en: 'Waiting for {names} to be ready.',
  },
  'resource.waits_for_removal': {
    kind: 'precondition',
    zh: '等待依附于它的资源先移除：{names}。',
    en: 'Waiting for what stands on it to be removed: {names}.',
  },
  'resource.cloud_unreachable': {
    kind: 'upstream',
    zh: '云平台没有应答。恢复后会自动继续。',
    en: 'The cloud does not answer. It goes on by itself when the cloud is back.',
  },
  'resource.cloud_suspended': {
    kind: 'upstream',
    zh: '云平台已由管理人员暂停使用。恢复后会自动继续。',
    en: 'The cloud was taken out of service. It goes on when the cloud is put back.',
  },
  'resource.cloud_login': {
    kind: 'upstream',
    zh: '云平台拒绝了平台的凭证或权限，请云平台管理员检查接入设置。',
    en: 'The cloud refused the platform’s credentials or rights. Its administrator should check the connection.',
  },
  'resource.cloud_busy': {
    kind: 'upstream',
    zh: '云平台正忙或限制了请求频率，稍后自动重试。',
    en: 'The cloud is busy or limits the rate of calls. It is tried again by itself.',
  },
  'resource.cloud_quota': {
    kind: 'upstream',
    zh: '云平台上该租户的配额不足。请服务商调高配额，之后会自动继续。',
    en: 'The quota of this tenant in the cloud does not suffice. It goes on when the provider raises it.',
  },
  'resource.cloud_capacity': {
    kind: 'upstream',
    zh: '云平台没有足够的余量。扩容后会自动继续，也可由管理机构另行安排。',
    en: 'The cloud has no room. It goes on when there is some, or the authority places it elsewhere.',
  },
  'resource.cloud_invalid': {
    kind: 'upstream',
    zh: '云平台不接受这一规格。需要管理人员核对资源池映射或申请参数。',
    en: 'The cloud does not accept this specification. The mapping of the pool or the request must be checked.',
  },
  'resource.cloud_conflict': {
    kind: 'upstream',
    zh: '资源在云平台上正处于其他操作中，稍后自动重试。',
    en: 'The cloud is doing something else with it. It is tried again by itself.',
  },
  'resource.cloud_nonsense': {
    kind: 'upstream',
    zh: '云平台的回答无法理解，稍后自动重试。',
    en: 'The cloud’s answer makes no sense. It is tried again by itself.',
  },
  'resource.cloud_error': {
    kind: 'upstream',
    zh: '云平台报告该资源出错。',
    en: 'The cloud reports an error of this resource.',
  },
  'resource.drifted': {
    kind: 'conflict',
    zh: '资源在平台之外被改变：{fields}。',
    en: 'It was changed outside the platform: {fields}.',
  },
  'resource.vanished': {
    kind: 'conflict',
    zh: '资源在平台之外被删除。平台不会自行重建；请核实后选择重建或释放。',
    en: 'It was removed outside the platform. Nothing is made again by itself: check, then make it again or give it back.',
  },
  'resource.duplicated': {
    kind: 'conflict',
    zh: '云平台上有重复的同一资源：{refs}。请服务商清理多余的。',
    en: 'The cloud has this resource more than once: {refs}. The provider should remove the others.',
  },
  'resource.at_provider': {
    kind: 'precondition',
    zh: '由服务商办理，见工单。',
    en: 'With the provider, see the work order.',
  },
  'resource.order_declined': {
    kind: 'conflict',
    zh: '服务商已退单。请管理机构另行安排，或取消申请。',
    en: 'The provider declined the work order. It is to be placed elsewhere, or given up.',
  },
  'resource.connector_missing': {
    kind: 'upstream',
    zh: '这类云平台不支持此类资源。',
    en: 'This kind of cloud cannot make such a resource.',
  },
} as const satisfies Record<string, Reason>
