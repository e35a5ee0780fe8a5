import react from '@vitejs/plugin-react'
import { defineConfig } from 'vite'
import { adoptedStyles } from './build/adopted-styles.ts'
import { contractAsData } from './build/contract-as-data.ts'
import { tokenStyles } from './build/token-sheet.ts'

export default defineConfig({
  root: import.meta.dirname,
  plugins: [adoptedStyles(), contractAsData(), tokenStyles(), react()],
  build: {
    outDir: 'dist',
    target: 'es2022',
    // Everything from our own origin as a file: `data:` URLs would need a wider policy.
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    chunkSizeWarningLimit: 1200,
  },
  optimizeDeps: { rolldownOptions: { plugins: [adoptedStyles()] } },
  server: {
    host: '127.0.0.1',
    proxy: { '/api': { target: `http://127.0.0.1:${process.env.YUNHENG_PORT ?? '8080'}` } },
  },
})
