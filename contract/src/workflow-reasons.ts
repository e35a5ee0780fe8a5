import type { Reason } from './reasons.ts'

/** Refusals of flows, decision tables, tasks and instances. */
export const workflowReasons = {
  'flow.bpmn_unreadable': {
    kind: 'invalid',
    zh: '无法读取该 BPMN 文件：{why}',
    en: 'The BPMN file cannot be read: {why}',
  },
  'flow.not_publishable': {
    kind: 'precondition',
    zh: '流程定义有 {count} 处问题，不能发布：{first}',
    en: 'The definition has {count} problem(s) and cannot be published: {first}',
  },
  'flow.not_draft': {
    kind: 'conflict',
    zh: '已发布的版本不可修改，请新建版本。',
    en: 'A published version cannot be changed. Create a new version.',
  },
  'flow.none_published': {
    kind: 'precondition',
    zh: '流程“{key}”没有已发布的版本，请联系云管理机构。',
    en: 'The flow "{key}" has no published version. Ask the cloud authority.',
  },
  'flow.no_way_on': {
    kind: 'precondition',
    zh: '在“{node}”处没有满足条件的路径，流程无法继续。请联系流程管理员。',
    en: 'No path out of "{node}" fits, so the flow cannot go on. Ask the flow administrator.',
  },
  'flow.too_many_steps': {
    kind: 'precondition',
    zh: '流程在一次办理中经过的步骤过多，疑似循环，已停止。',
    en: 'The flow ran through too many steps at once, which looks like a loop. It was stopped.',
  },
  'decision.not_publishable': {
    kind: 'precondition',
    zh: '决策表有 {count} 处问题，不能使用：{first}',
    en: 'The decision table has {count} problem(s) and cannot be used: {first}',
  },
  'decision.cell_unreadable': {
    kind: 'invalid',
    zh: '第 {row} 行“{column}”一格无法使用，未保存：{why}。',
    en: 'Row {row}, column "{column}" cannot be used, so nothing was saved: {why}.',
  },
  'decision.no_row': {
    kind: 'precondition',
    zh: '决策表“{table}”没有适用于本次申请的行，无法确定审批流程。请联系云管理机构。',
    en: 'No row of the decision table "{table}" fits, so no flow can be chosen. Ask the cloud authority.',
  },
  'decision.several_rows': {
    kind: 'precondition',
    zh: '决策表“{table}”有多行同时适用（{rows}），无法确定审批流程。请联系云管理机构。',
    en: 'Several rows of the decision table "{table}" fit ({rows}), so no flow can be chosen. Ask the cloud authority.',
  },
  'decision.input_missing': {
    kind: 'precondition',
    zh: '决策表“{table}”需要“{input}”，但未提供。',
    en: 'The decision table "{table}" needs "{input}", which was not given.',
  },
  'task.closed': {
    kind: 'conflict',
    zh: '此待办已办结或已取消，请刷新查看结果。',
    en: 'This task is done or was cancelled. Reload to see what happened.',
  },
  'task.not_yours': {
    kind: 'forbidden',
    zh: '此待办不在您名下，不能办理。',
    en: 'This task is not yours to act on.',
  },
  'task.post_gone': {
    kind: 'forbidden',
    zh: '您已不再担任办理此待办所需的岗位。',
    en: 'You no longer hold the post that this task asks for.',
  },
  'task.wrong_post': {
    kind: 'forbidden',
    zh: '请先切换到岗位“{post}”再办理。',
    en: 'Switch to your post "{post}" first.',
  },
  'task.own_application': {
    kind: 'forbidden',
    zh: '申请人不得审批自己的申请。',
    en: 'An applicant may not decide on his own application.',
  },
  'task.act_not_offered': {
    kind: 'precondition',
    zh: '此环节不提供该操作。',
    en: 'This step does not offer that act.',
  },
  'task.waiting': {
    kind: 'precondition',
    zh: '正在等待加签人的意见，收到后方可办理。',
    en: 'Waiting for the opinion of an added signer. You can act when it is there.',
  },
  'task.return_target': {
    kind: 'invalid',
    zh: '不能退回到该环节。',
    en: 'It cannot be returned to that step.',
  },
  'task.person_unfit': {
    kind: 'precondition',
    zh: '“{name}”不能办理此事项（{why}）。',
    en: '"{name}" cannot take this ({why}).',
  },
  'task.sign_not_yours': {
    kind: 'precondition',
    zh: '只能撤回由您加签且尚未办理的人员。',
    en: 'Only signers that you added and who have not acted yet can be taken back.',
  },
  'flow-instance.ended': {
    kind: 'conflict',
    zh: '流程已结束。',
    en: 'The flow has ended.',
  },
  'flow-instance.not_starter': {
    kind: 'forbidden',
    zh: '只有发起人可以进行此操作。',
    en: 'Only the person who started the flow may do this.',
  },
  'flow-instance.not_withdrawable': {
    kind: 'precondition',
    zh: '流程已进入“{step}”，此后不能撤回。',
    en: 'The flow has reached "{step}" and can no longer be withdrawn.',
  },
  'flow-instance.urged_recently': {
    kind: 'rate_limited',
    zh: '{hours} 小时内已催办过，请稍后再催。',
    en: 'You urged within the last {hours} hours. Try again later.',
  },
  'flow-instance.already_running': {
    kind: 'conflict',
    zh: '该事项已有一个正在办理的流程。',
    en: 'There is a flow running for this already.',
  },
} as const satisfies Record<string, Reason>
