import { GoTo } from '../kit/index.ts'
import { to } from '../paths.ts'
import { useText } from '../text/index.ts'
import { EmptyState } from '../ui/index.ts'

export function NotFoundPage() {
  const t = useText('shell')
  return (
    <EmptyState
      title={t('not-found.title')}
      why={t('not-found.why')}
      action={<GoTo to={to('home')}>{t('not-found.home')}</GoTo>}
    />
  )
}
