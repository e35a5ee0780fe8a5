import type { Reason } from './reasons.ts'

export const inventoryReasons = {
  'inventory.scan_unreachable': {
    kind: 'upstream',
    zh: '云平台没有应答，本次盘点没有完成，未判定任何资源消失。稍后自动重试。{words}',
    en: 'The cloud did not answer, so the scan is not complete and nothing counts as gone. It is tried again by itself. {words}',
  },
  'inventory.scan_login': {
    kind: 'upstream',
    zh: '云平台拒绝了平台的凭证或权限，盘点没有完成。请云平台管理员检查接入设置。{words}',
    en: 'The cloud refused the platform’s credentials or rights, so the scan is not complete. Its administrator should check the connection. {words}',
  },
  'inventory.scan_busy': {
    kind: 'upstream',
    zh: '云平台正忙或限制了请求频率，盘点没有完成，稍后自动重试。{words}',
    en: 'The cloud is busy or limits the rate of calls, so the scan is not complete. It is tried again by itself. {words}',
  },
  'inventory.scan_nonsense': {
    kind: 'upstream',
    zh: '云平台的回答无法理解，盘点没有完成，稍后自动重试。{words}',
    en: 'The cloud’s answer makes no sense, so the scan is not complete. It is tried again by itself. {words}',
  },
  'inventory.scan_error': {
    kind: 'upstream',
    zh: '云平台报告出错，盘点没有完成，稍后自动重试。{words}',
    en: 'The cloud reports an error, so the scan is not complete. It is tried again by itself. {words}',
  },
  'inventory.scan_interrupted': {
    kind: 'unavailable',
    zh: '盘点中途被中断（进程停止或重启），已看到的变化均已记录，未判定任何资源消失。稍后自动重新盘点。',
    en: 'The scan was cut off (a process stopped or restarted). What it saw is kept, nothing counts as gone, and it begins anew by itself.',
  },
  'inventory.scan_shrunk': {
    kind: 'conflict',
    zh: '云平台突然只显示不到一半的资源：原有 {standing} 项，其中 {gone} 项看不到了。这更可能是权限被收回，因此未判定消失。请核实；确已删除的，请说明理由后重新盘点。',
    en: 'The cloud suddenly shows less than half: of {standing} things {gone} are not shown. More likely a right was withdrawn, so nothing counts as gone. Check it; if they were removed indeed, scan again and say why.',
  },
  'inventory.nothing_lost': {
    kind: 'conflict',
    zh: '最近一次盘点没有发现大量资源消失，无需确认。',
    en: 'The last scan did not find most of the cloud gone; there is nothing to confirm.',
  },
  'inventory.not_unmanaged': {
    kind: 'conflict',
    zh: '只有未纳管的盘点项可以标记为不纳管。',
    en: 'Only what is unmanaged can be left so.',
  },
  'inventory.not_ignored': {
    kind: 'conflict',
    zh: '该盘点项没有标记为不纳管。',
    en: 'This is not marked to be left unmanaged.',
  },
  'inventory.until_past': {
    kind: 'invalid',
    zh: '截止日期须晚于今天。',
    en: 'The last day must be after today.',
  },
} as const satisfies Record<string, Reason>
