import { defineConfig } from 'vitest/config'

/** The lane's own: `npm test` never takes these files, for they need a cloud. */
export default defineConfig({
  root: import.meta.dirname,
  test: {
    include: ['**/*.lane.ts'],
    fileParallelism: false,
    reporters: ['verbose'],
  },
})
