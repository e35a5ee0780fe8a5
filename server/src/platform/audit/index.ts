export type { AuditEntry, AuditOutcome } from './audit-entry.ts'
export { recordAudit } from './record-audit.ts'
