import { GoTo } from '../../kit/index.ts'
import { to } from '../../paths.ts'
import { useText } from '../../text/index.ts'
import { EmptyState } from '../../ui/index.ts'

export default function DeniedPage() {
  const t = useText('identity')
  return (
    <EmptyState
      title={t('denied.title')}
      why={t('denied.why')}
      action={<GoTo to={to('home')}>{t('denied.home')}</GoTo>}
    />
  )
}
