import type { Locale } from 'antd/es/locale'
import { type ReactNode, use } from 'react'
import { type Language, useLanguage } from '../text/index.ts'
import { ThemeProvider } from '../ui/index.ts'

const loaders: Record<Language, () => Promise<Locale>> = {
  'zh-CN': async () => (await import('antd/es/locale/zh_CN')).default,
  en: async () => (await import('antd/es/locale/en_US')).default,
}
const loaded = new Map<Language, Promise<Locale | undefined>>()

/** Without the widgets' own words the page still stands, in theirs of English: a lost file must not leave it blank. */
function localeOf(language: Language): Promise<Locale | undefined> {
  const known = loaded.get(language) ?? loaders[language]().catch(() => undefined)
  loaded.set(language, known)
  return known
}

/** The widgets' own words follow the language of the page. */
export function Localised({ children }: { readonly children: ReactNode }) {
  return <ThemeProvider locale={use(localeOf(useLanguage()))}>{children}</ThemeProvider>
}
