/** The reference of all settings as Markdown: `docs/configuration.md` is this text. */
import { variables } from './variables.ts'

const cell = (text: string): string => text.replaceAll('|', '\\|')

export function configurationDocument(): string {
  const rows = Object.values(variables).map(({ name, title, kind, fallbackText }) => {
    const fallback = fallbackText ? `\`${fallbackText}\`` : '—'
    return `| \`${name}\` | ${cell(title.zh)}<br>${cell(title.en)} | ${cell(kind.allowed.zh)}<br>${cell(kind.allowed.en)} | ${fallback} |`
  })
  return `<!-- Generated from server/src/platform/config/variables.ts by \`npm run generate\`. -->
# 配置 Configuration

全部设置都是环境变量，启动时一次读入；有误时列出每一处的变量、原因与允许的取值，然后退出（代码 2）。
All settings are environment variables, read once at the start. Wrong ones are all listed with the reason and what is allowed, then the process ends (code 2).

| 变量 Variable | 含义 Meaning | 取值 Allowed | 默认 Default |
|---|---|---|---|
${rows.join('\n')}
`
}
