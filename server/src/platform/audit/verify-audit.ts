import type { AuditCheckpoint, AuditReport } from '@yunheng/contract'
import type { Clock } from '../clock.ts'
import { type Sm2PrivateKey, sm2KeyId, sm2PublicKeyOf } from '../crypto/index.ts'
import type { Db } from '../db/index.ts'
import { countPending, listCheckpoints, readChain } from './audit-store.ts'
import { wordsOfFinding } from './flaw-words.ts'
import { type KnownCheckpoint, type Verdict, verifyChain } from './verify-chain.ts'

/** A signature takes some milliseconds to check: of the database's own checkpoints the newest are enough. */
const INSIDE_MAX = 500

export interface VerifyParts {
  /** Must see the whole chain. */
  readonly db: Db
  readonly clock: Clock
  readonly key: Sm2PrivateKey
  readonly outside: readonly AuditCheckpoint[]
}

/** Reads the whole chain, a batch at a time, and says whether it is what was sealed. */
export async function verifyAudit(parts: VerifyParts): Promise<AuditReport> {
  const started = parts.clock.now()
  const inside = await listCheckpoints(parts.db, { beforeSeq: null, limit: INSIDE_MAX })
  const checkpoints: KnownCheckpoint[] = [
    ...inside.map((each) => ({ ...each, from: 'inside' as const })),
    ...parts.outside.map((each) => ({ ...each, from: 'outside' as const })),
  ]
  const verdict = await verifyChain(
    { batches: (afterSeq) => readChain(parts.db, afterSeq) },
    { checkpoints, trustedKeyIds: new Set([sm2KeyId(sm2PublicKeyOf(parts.key))]) },
  )
  return toReport(verdict, {
    pendingCount: await countPending(parts.db),
    checkpointCount: checkpoints.length,
    outsideCheckpoint: parts.outside.length > 0,
    verifiedAt: started.toISOString(),
    tookMs: Math.max(0, parts.clock.now().getTime() - started.getTime()),
  })
}

type Circumstances = Pick<
  AuditReport,
  'pendingCount' | 'checkpointCount' | 'outsideCheckpoint' | 'verifiedAt' | 'tookMs'
>

function toReport({ finding, ...counts }: Verdict, circumstances: Circumstances): AuditReport {
  return {
    sound: finding === null,
    ...counts,
    ...circumstances,
    finding: finding === null ? null : { ...finding, text: wordsOfFinding(finding) },
  }
}
