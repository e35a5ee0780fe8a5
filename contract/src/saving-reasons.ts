import type { Reason } from './reasons.ts'

export const savingReasons = {
  'saving-notice.nothing_to_save': {
    kind: 'conflict',
    zh: '规格偏小的资源不发节约通知，使用单位可按依据申请扩容。',
    en: 'No notice is sent about what is too small: its body may apply for more.',
  },
  'saving-notice.open': {
    kind: 'conflict',
    zh: '该资源已有未办结的节约通知。请在“节约通知”中查看进展。',
    en: 'There is an open notice about this resource already. See how it stands among the notices.',
  },
  'saving-notice.settled': {
    kind: 'conflict',
    zh: '这份节约通知已办结或正在审定异议，不需排期。',
    en: 'This notice is settled, or its objection is being decided: there is nothing to plan.',
  },
  'saving-notice.file_late': {
    kind: 'conflict',
    zh: '这份节约通知已接受、已审定或已了结，不再收异议依据。',
    en: 'This notice is accepted, decided or closed: no more evidence is taken.',
  },
  'saving-notice.file_type': {
    kind: 'invalid',
    zh: '文件类型不符，或内容与扩展名不一致。请上传 PDF、图片、文本、CSV、XLSX 或 DOCX。',
    en: 'The kind of file does not fit, or its content is another. Attach PDF, images, text, CSV, XLSX or DOCX.',
  },
  'saving-notice.file_too_large': {
    kind: 'invalid',
    zh: '文件超过 10 MiB。请压缩或拆分后再上传。',
    en: 'The file is larger than 10 MiB. Make it smaller, or split it.',
  },
  'saving-notice.file_too_many': {
    kind: 'conflict',
    zh: '一份节约通知最多 10 个附件。请合并后再上传。',
    en: 'A notice takes ten files at most. Put some together.',
  },
  'saving-notice.answered': {
    kind: 'conflict',
    zh: '资源“{resource}”的节约通知已经答复或了结，本次一份也没有答复。请刷新后重新选择。',
    en: 'The notice about "{resource}" was answered or closed already; none of this selection was answered. Reload and choose again.',
  },
  'saving-notice.planned_often': {
    kind: 'conflict',
    zh: '这份节约通知已排期 {times} 次，不能再改期。请尽快提交变更或释放申请。',
    en: 'This notice was planned {times} times already and cannot be put off again. Apply to change it or to give it back.',
  },
  'saving-notice.plan_day': {
    kind: 'invalid',
    zh: '排期须不早于今天，且不超过 {days} 天。更晚的请提出异议并写明依据。',
    en: 'The day is not before today, and at most {days} days on. Object with evidence if it takes longer.',
  },
  'saving-result.period': {
    kind: 'invalid',
    zh: '结束月份须不早于开始月份，最多 24 个月。请修改月份。',
    en: 'The last month is not before the first, and there are at most 24. Change the months.',
  },
  'saving-exemption.period': {
    kind: 'invalid',
    zh: '结束日期须不早于开始日期；季节性高峰须写明结束日期，且不超过 {days} 天。请修改日期。',
    en: 'The end is not before the beginning; a seasonal peak has an end, at most {days} days on. Change the dates.',
  },
  'saving-exemption.other_system': {
    kind: 'invalid',
    zh: '所选资源不属于该信息系统。请重新选择资源，或对整个系统申报。',
    en: 'That resource does not belong to the system. Choose another, or declare it for the whole system.',
  },
  'saving-exemption.decided': {
    kind: 'conflict',
    zh: '这项免评申报已经审定或撤回，不能再审。如情况有变，请重新申报。',
    en: 'This declaration is decided or withdrawn. Declare it anew if things have changed.',
  },
  'saving-exemption.withdrawn': {
    kind: 'conflict',
    zh: '这项免评申报已被驳回或撤回，无需再撤回。',
    en: 'This declaration was refused or withdrawn already: there is nothing to take back.',
  },
} as const satisfies Record<string, Reason>
