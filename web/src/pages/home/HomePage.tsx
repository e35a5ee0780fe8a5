import { useSession } from '../../shell/session.ts'
import { useText } from '../../text/index.ts'
import { BoardPage } from '../../ui/index.ts'
import { StartedPanel, TodoPanel } from './panels.tsx'

export default function HomePage() {
  const t = useText('home')
  const session = useSession()
  return (
    <BoardPage
      title={t('home.hello', { name: session.person.name })}
      meta={
        session.actingPost && <span>{`${session.actingPost.bodyName} · ${session.actingPost.title}`}</span>
      }
    >
      <TodoPanel />
      <StartedPanel />
    </BoardPage>
  )
}
