import { type AuditEntry, acts, type ReasonCode, reasons } from '@yunheng/contract'
import type { EntryRow } from './audit-store.ts'

/** A sealed entry as people read it: codes stay, their words are added in both languages. */
export function toAuditEntry(row: EntryRow): AuditEntry {
  const { content } = row
  return {
    id: content.id,
    seq: row.seq,
    at: content.at,
    sealedAt: row.sealedAt.toISOString(),
    actor: {
      kind: content.actorKind,
      personId: content.personId ?? null,
      accountId: content.accountId ?? null,
      postId: content.postId ?? null,
      bodyId: content.actorBodyId ?? null,
      role: content.role ?? null,
      name: content.actorName,
    },
    act: content.act,
    title: acts[content.act] ?? { zh: content.act, en: content.act },
    outcome: content.outcome,
    reason: content.reason ?? null,
    reasonText: wordsOfReason(content.reason),
    noun: content.noun,
    objectId: content.objectId ?? null,
    objectLabel: content.objectLabel ?? null,
    objectBodyId: content.bodyId ?? null,
    changes: (content.changes ?? []).map(([field, before, after]) => ({ field, before, after })),
    changesCut: content.changesCut ?? false,
    beforeDigest: content.beforeDigest ?? null,
    afterDigest: content.afterDigest ?? null,
    requestId: content.requestId,
    address: content.address ?? null,
    origin: content.origin,
    previousHash: row.previousHash,
    hash: row.hash,
  }
}

function wordsOfReason(code: string | undefined) {
  const reason = code === undefined ? undefined : reasons[code as ReasonCode]
  return reason === undefined ? null : { zh: reason.zh, en: reason.en }
}
