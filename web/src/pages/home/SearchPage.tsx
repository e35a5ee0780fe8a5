import { Input } from 'antd'
import { useGoTo, useUrlState } from '../../kit/index.ts'
import { to } from '../../paths.ts'
import { useText } from '../../text/index.ts'
import { ListPage } from '../../ui/index.ts'
import { FoundObjects } from './found-objects.tsx'

export default function SearchPage() {
  const t = useText('home')
  const [url] = useUrlState()
  const go = useGoTo()
  const words = url.q ?? ''
  return (
    <ListPage title={words ? t('search.title', { words }) : t('search.title-empty')}>
      <Input.Search
        key={words}
        size="large"
        defaultValue={words}
        aria-label={t('search.label')}
        placeholder={t('search.label')}
        onSearch={(next) => go(to('search', { q: next.trim() }))}
      />
      {words && <FoundObjects words={words} />}
    </ListPage>
  )
}
