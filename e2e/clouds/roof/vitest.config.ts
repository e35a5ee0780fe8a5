import { defineConfig } from 'vitest/config'

/** The lane's own: neither `npm test` nor the other lanes take these files, for they need all clouds at once. */
export default defineConfig({
  root: import.meta.dirname,
  test: {
    include: ['**/*.lane.ts'],
    fileParallelism: false,
    reporters: ['verbose'],
  },
})
