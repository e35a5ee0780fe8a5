import { fileURLToPath } from 'node:url'
import type { Plugin } from 'vite'

/**
 * antd writes its styles at run time as `<style>` elements, which `style-src 'self'` forbids. Both places that
 * create such elements are replaced by constructable style sheets, which the policy allows: no nonce, no
 * rendering of index.html per answer, and the scroll lock of dialogs (which never passes a nonce) works too.
 */
const replaced = ['/@rc-component/util/es/Dom/dynamicCSS.js', '/@ant-design/icons/es/cssUtils.js']
const own = fileURLToPath(new URL('../src/ui/adopted-styles.ts', import.meta.url))

export function adoptedStyles(): Plugin {
  const seen = new Set<string>()
  return {
    name: 'yunheng:adopted-styles',
    enforce: 'pre',
    load(id) {
      const hit = replaced.find((suffix) => id.split('?')[0]?.replaceAll('\\', '/').endsWith(suffix))
      if (!hit) return null
      seen.add(hit)
      return `export * from ${JSON.stringify(own)}`
    },
    buildEnd(error) {
      // A renamed file in a new antd would silently bring the forbidden elements back.
      if (!error && this.meta.watchMode === false && seen.size < replaced.length)
        this.error(`antd no longer loads ${replaced.filter((one) => !seen.has(one)).join(', ')}`)
    },
  }
}
