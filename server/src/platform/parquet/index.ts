/** Parquet files. */
export { PARQUET_TYPE, writeParquet } from './write-parquet.ts'
