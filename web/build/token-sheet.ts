import type { Plugin } from 'vite'
import { tokenSheet } from '../src/ui/tokens.ts'

/** `virtual:tokens.css`: the colour table as custom properties, so that no value is written twice. */
export function tokenStyles(): Plugin {
  return {
    name: 'yunheng:token-styles',
    resolveId: (id) => (id === 'virtual:tokens.css' ? '\0tokens.css' : null),
    load: (id) => (id === '\0tokens.css' ? tokenSheet() : null),
  }
}
