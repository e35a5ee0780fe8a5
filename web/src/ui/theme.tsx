import { App, theme as antdTheme, ConfigProvider, type ThemeConfig } from 'antd'
import type { Locale } from 'antd/es/locale'
import { createContext, type ReactNode, use, useCallback, useMemo, useState } from 'react'
import 'virtual:tokens.css'
import './base.css'
import { type Colours, dark, light } from './tokens.ts'

export type ThemeMode = 'light' | 'dark'

interface ThemeSwitch {
  readonly mode: ThemeMode
  readonly choose: (mode: ThemeMode) => void
}

const ThemeContext = createContext<ThemeSwitch>({ mode: 'light', choose: () => {} })
export const useThemeMode = () => use(ThemeContext)

/** antd dressed in our tokens. The page's colours come from the same table as custom properties. */
export function ThemeProvider({
  locale,
  children,
}: {
  /** The widgets' own words; theirs of English without it. */
  readonly locale: Locale | undefined
  readonly children: ReactNode
}) {
  const [mode, setMode] = useState<ThemeMode>(
    document.documentElement.dataset.theme === 'dark' ? 'dark' : 'light',
  )
  const choose = useCallback((next: ThemeMode) => {
    localStorage.setItem('yunheng.theme', next)
    document.documentElement.dataset.theme = next
    document.documentElement.style.colorScheme = next
    setMode(next)
  }, [])
  const config = useMemo(() => themeOf(mode), [mode])
  const value = useMemo(() => ({ mode, choose }), [mode, choose])
  return (
    <ThemeContext value={value}>
      <ConfigProvider
        theme={config}
        {...(locale ? { locale } : {})}
        button={{ autoInsertSpace: false }}
        wave={{ disabled: true }}
        // Lists of choices are short; only unvirtualised ones are read out as what they are.
        virtual={false}
      >
        <App component={false}>{children}</App>
      </ConfigProvider>
    </ThemeContext>
  )
}

function themeOf(mode: ThemeMode): ThemeConfig {
  const c: Colours = mode === 'dark' ? dark : light
  const isLess = matchMedia('(prefers-reduced-motion: reduce)').matches
  return {
    hashed: false,
    cssVar: { key: `yh-${mode}` },
    algorithm: mode === 'dark' ? antdTheme.darkAlgorithm : antdTheme.defaultAlgorithm,
    token: {
      colorPrimary: c.brand,
      colorPrimaryHover: c.brandHover,
      colorPrimaryActive: c.brandHover,
      colorPrimaryBg: c.brandSoft,
      colorPrimaryText: c.brand,
      colorInfo: c.busy,
      colorSuccess: c.good,
      colorWarning: c.attention,
      colorError: c.bad,
      colorErrorHover: c.bad,
      colorErrorActive: c.bad,
      colorLink: c.link,
      colorLinkHover: c.brandHover,
      colorText: c.ink,
      colorTextHeading: c.ink,
      colorTextSecondary: c.ink2,
      colorTextTertiary: c.ink2,
      colorTextDescription: c.ink2,
      colorTextPlaceholder: c.placeholder,
      colorTextDisabled: c.placeholder,
      colorTextLightSolid: c.onBrand,
      colorIcon: c.ink2,
      colorIconHover: c.ink,
      colorBorder: c.edge,
      colorBorderSecondary: c.line,
      colorSplit: c.line,
      colorBgBase: c.paper,
      colorBgContainer: c.paper,
      colorBgElevated: c.raised,
      colorBgLayout: c.ground,
      colorBgTextHover: c.hover,
      controlItemBgHover: c.hover,
      controlItemBgActive: c.brandSoft,
      controlItemBgActiveHover: c.brandSoft,
      controlOutlineWidth: 2,
      borderRadius: 6,
      borderRadiusLG: 6,
      borderRadiusSM: 4,
      fontFamily: 'inherit',
      fontFamilyCode: 'var(--yh-mono)',
      fontSize: 14,
      controlHeight: 32,
      // Without any motion the library leaves menus outside the window now and then; this little nobody sees.
      motionDurationFast: isLess ? '0.02s' : '0.08s',
      motionDurationMid: isLess ? '0.02s' : '0.12s',
      motionDurationSlow: isLess ? '0.02s' : '0.12s',
      boxShadow: 'var(--yh-shadow)',
      boxShadowSecondary: 'var(--yh-shadow)',
      boxShadowTertiary: 'none',
    },
    components: {
      Button: {
        primaryShadow: 'none',
        defaultShadow: 'none',
        dangerShadow: 'none',
        dangerColor: c.onBad,
        fontWeight: 500,
      },
      Menu: {
        itemBg: 'transparent',
        itemSelectedBg: c.brandSoft,
        itemSelectedColor: c.brand,
        itemHeight: 36,
      },
      Tabs: {
        itemSelectedColor: c.brand,
        itemColor: c.ink2,
        itemHoverColor: c.ink,
        horizontalMargin: '0 0 16px',
      },
      Tooltip: { colorBgSpotlight: c.ink, colorTextLightSolid: c.paper },
      Segmented: { trackBg: c.hover, itemColor: c.ink2, itemSelectedColor: c.ink },
    },
  }
}
