import { type AuditEntry, acts, type ReasonCode, reasons } from '@yunheng/contract'
import type { EntryRow } from './audit-store.ts'

/** A sealed entry as people read it: codes stay, their words are added in both languages. */
export function toAuditEntry(row: EntryRow): AuditEntry {
  const { content } = row
  return {
    id: content.id,
    seq: row.seq,
    at: row.at.toISOString(),
    sealedAt: row.sealed_at.toISOString(),
    actor: {
      kind: content.actorKind,
      personId: row.person_id,
      accountId: content.accountId ?? null,
      postId: content.postId ?? null,
      bodyId: row.actor_body_id,
      role: content.role ?? null,
      name: content.actorName,
    },
    act: row.act,
    title: acts[row.act] ?? { zh: row.act, en: row.act },
    outcome: row.outcome,
    reason: content.reason ?? null,
    reasonText: wordsOfReason(content.reason),
    noun: row.noun,
    objectId: row.object_id,
    objectLabel: content.objectLabel ?? null,
    objectBodyId: row.body_id,
    changes: (content.changes ?? []).map(([field, before, after]) => ({ field, before, after })),
    changesCut: content.changesCut ?? false,
    beforeDigest: content.beforeDigest ?? null,
    afterDigest: content.afterDigest ?? null,
    requestId: content.requestId,
    address: content.address ?? null,
    origin: content.origin,
    previousHash: row.previous_hash.toString('hex'),
    hash: row.hash.toString('hex'),
  }
}

function wordsOfReason(code: string | undefined) {
  const reason = code === undefined ? undefined : reasons[code as ReasonCode]
  return reason === undefined ? null : { zh: reason.zh, en: reason.en }
}
