export { asNotRecorded, noteAct, noteEvent, type PendingEntry, type PendingEvent } from './journal.ts'
