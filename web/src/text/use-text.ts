import { useCallback } from 'react'
import { useTranslation } from 'react-i18next'
import type { Namespace, TextKey } from './catalogues.ts'
import type { Language } from './i18n.ts'

export type TextParams = Readonly<Record<string, string | number>>
export type TextOf<N extends Namespace> = (key: TextKey<N>, params?: TextParams) => string

type Say = (key: string, params?: TextParams) => string

/** The words of one catalogue, by typed key. Suspends until the catalogue is there. */
export function useText<N extends Namespace>(namespace: N): TextOf<N> {
  const { t } = useTranslation(namespace as string)
  // Our own key type is exact; i18next's is a conditional type that the checker would work out at every use.
  return useCallback((key, params) => (t as unknown as Say)(key, params), [t])
}

export function useLanguage(): Language {
  const { i18n } = useTranslation('ui')
  return i18n.language === 'en' ? 'en' : 'zh-CN'
}

/** Chooses from bilingual data of the server. */
export function usePick(): (text: { readonly zh: string; readonly en: string }) => string {
  const language = useLanguage()
  return useCallback((text) => (language === 'en' ? text.en : text.zh), [language])
}
