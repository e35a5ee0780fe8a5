import i18next from 'i18next'
import { initReactI18next } from 'react-i18next'
import type { Namespaces } from './catalogues.ts'

export const LANGUAGES = ['zh-CN', 'en'] as const
export type Language = (typeof LANGUAGES)[number]

type Loader = () => Promise<{ default: Readonly<Record<string, string>> }>

/** Catalogues are files beside their pages, loaded when the first page of their module opens. */
const files = {
  ...import.meta.glob<{ default: Readonly<Record<string, string>> }>('./*/{zh-CN,en}.ts'),
  ...import.meta.glob<{ default: Readonly<Record<string, string>> }>('../shell/{zh-CN,en}.ts'),
  ...import.meta.glob<{ default: Readonly<Record<string, string>> }>('../pages/*/{zh-CN,en}.ts'),
}

const loaders = new Map<string, Loader>(
  Object.entries(files).map(([path, load]) => {
    const [folder, file] = path.split('/').slice(-2) as [string, string]
    return [`${folder}/${file.replace('.ts', '')}`, load]
  }),
)

const backend = {
  type: 'backend' as const,
  init() {},
  read(
    language: string,
    namespace: string,
    done: (error: Error | null, data: Record<string, string> | boolean | null) => void,
  ) {
    const load = loaders.get(`${namespace}/${language}`)
    if (!load) return done(new Error(`no catalogue ${namespace}/${language}`), null)
    load().then(
      (module) => done(null, { ...module.default }),
      // `true` asks for it again, a few times and ever later: words that got lost on the way are no reason to show keys.
      (error: Error) => done(error, true),
    )
  },
}

const REMEMBERED = 'yunheng.language'

function firstLanguage(): Language {
  return document.documentElement.lang === 'en' ? 'en' : 'zh-CN'
}

export async function startTexts(): Promise<void> {
  await i18next
    .use(backend)
    .use(initReactI18next)
    .init({
      lng: firstLanguage(),
      fallbackLng: false,
      supportedLngs: [...LANGUAGES],
      ns: ['ui', 'terms', 'shell'],
      defaultNS: 'ui',
      // Keys are flat and dotted; namespaces are asked for by name, never by prefix.
      keySeparator: false,
      nsSeparator: false,
      load: 'currentOnly',
      interpolation: { escapeValue: false, prefix: '{', suffix: '}' },
      react: { useSuspense: true },
    })
}

export async function loadTexts(namespaces: readonly (keyof Namespaces)[]): Promise<void> {
  await i18next.loadNamespaces([...namespaces])
}

export function currentLanguage(): Language {
  return i18next.language === 'en' ? 'en' : 'zh-CN'
}

export async function chooseLanguage(language: Language): Promise<void> {
  localStorage.setItem(REMEMBERED, language)
  await i18next.changeLanguage(language)
  document.documentElement.lang = language
}
