import type { AuditFlaw } from '@yunheng/contract'
import type { Finding } from './name-flaw.ts'

/** What a finding means, for the person who has to act on it. */
const WORDS: Readonly<Record<AuditFlaw, { readonly zh: string; readonly en: string }>> = {
  altered: { zh: '{place}的内容在封存后被改动。', en: '{place} was altered after it had been sealed.' },
  removed: { zh: '{place}已被删除。', en: '{place} was removed.' },
  inserted: {
    zh: '{place}是事后插入的，未经封存。',
    en: '{place} was inserted afterwards; it was never sealed.',
  },
  swapped: {
    zh: '第 {seq} 条与第 {lastSeq} 条被互换。',
    en: 'Entries {seq} and {lastSeq} were exchanged.',
  },
  'back-dated': {
    zh: '{place}的时间与数据库记录的时间不符，疑似倒填日期或时钟被回拨。',
    en: '{place} carries a time that the database did not see: it was back-dated, or a clock was set back.',
  },
  truncated: {
    zh: '{place}缺失：审计链末尾被截断（检查点曾签署到第 {lastSeq} 条）。',
    en: '{place} is missing: the end of the chain was cut off (a checkpoint signed as far as entry {lastSeq}).',
  },
  rewritten: {
    zh: '{place}之间被整体改写：链自身完好，但与已签署的检查点不符。',
    en: '{place} was computed anew: the chain holds in itself, but is not the one that was signed.',
  },
  'restored-backup': {
    zh: '数据库被恢复到较早的状态：{place}与库外检查点不符或缺失。',
    en: 'The database was put back to an earlier state: {place} is missing, or not what the checkpoint kept outside says.',
  },
  'checkpoint-invalid': {
    zh: '第 {seq} 条的检查点签名无效，或签署密钥不属于本平台。',
    en: 'The checkpoint for entry {seq} has no valid signature, or its key is not this platform’s.',
  },
}

export function wordsOfFinding(finding: Finding): { zh: string; en: string } {
  const { seq, lastSeq } = finding
  const place =
    seq === lastSeq
      ? { zh: `第 ${seq} 条记录`, en: `Entry ${seq}` }
      : { zh: `第 ${seq}–${lastSeq} 条记录`, en: `Entries ${seq}–${lastSeq}` }
  const fill = (text: string, where: string) =>
    text.replaceAll('{place}', where).replaceAll('{seq}', `${seq}`).replaceAll('{lastSeq}', `${lastSeq}`)
  const words = WORDS[finding.flaw]
  return {
    zh: fill(words.zh, place.zh),
    en: fill(words.en, words.en.startsWith('{') ? place.en : place.en.toLowerCase()),
  }
}
