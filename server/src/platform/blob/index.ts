/** Files that belong to rows: checked before they are kept, kept in the database. */
export { type BlobFlaw, type BlobLimit, flawOfBlob } from './blob.ts'
export { type BlobRecord, type BlobStore, databaseBlobStore, type NewBlob } from './blob-store.ts'
export { mediaTypeOf, PAPER_TYPES } from './paper.ts'
