import {
  BellOutlined,
  CheckSquareOutlined,
  DownloadOutlined,
  DownOutlined,
  GlobalOutlined,
  LogoutOutlined,
  MoonOutlined,
  SunOutlined,
  UserOutlined,
} from '@ant-design/icons'
import { useQueryClient } from '@tanstack/react-query'
import { identityOperations, noticeOperations, workflowOperations } from '@yunheng/contract'
import { Button, Dropdown } from 'antd'
import { useAct, useAsked } from '../api/index.ts'
import { GoTo, useGoTo } from '../kit/index.ts'
import { to } from '../paths.ts'
import { chooseLanguage, useLanguage, useText } from '../text/index.ts'
import { useThemeMode } from '../ui/index.ts'
import { renewSession, useSession } from './session.ts'

/** Which body and post one acts for; several posts can be switched here. */
export function PostSwitcher() {
  const t = useText('shell')
  const session = useSession()
  const cache = useQueryClient()
  const go = useGoTo()
  const change = useAct(identityOperations.session.switchPost, {
    onDone: (answer) => {
      void renewSession(cache, answer)
      go(to('home'))
    },
  })
  const post = session.actingPost
  const words = post ? (
    <>
      <span>{post.bodyName}</span>
      <span className="yh-quiet yh-small">{post.title}</span>
    </>
  ) : (
    t('post.none')
  )
  if (session.posts.length < 2) return <div className="yh-post">{words}</div>
  return (
    <Dropdown
      trigger={['click']}
      menu={{
        selectable: true,
        selectedKeys: post ? [post.id] : [],
        items: session.posts.map((one) => ({ key: one.id, label: `${one.bodyName} · ${one.title}` })),
        onClick: ({ key }) => change.mutate({ body: { postId: key } }),
      }}
    >
      <Button
        className="yh-post"
        type="text"
        loading={change.isPending}
        aria-label={t('post.switch', { post: post?.title ?? '', body: post?.bodyName ?? '' })}
      >
        {words}
      </Button>
    </Dropdown>
  )
}

export function TodoCount() {
  const t = useText('shell')
  const asked = useAsked(workflowOperations.taskCount, {})
  const { todo = 0, overdue = 0 } = asked.data ?? {}
  const words = t(overdue > 0 ? 'todo.overdue' : 'todo.count', { count: todo, overdue })
  return (
    <GoTo to={to('todo')} className="yh-todo-count" aria-label={words} title={words}>
      <CheckSquareOutlined aria-hidden />
      {/* With the space it reads as it is called. */}
      <span className="yh-todo-words">{t('page.todo')}</span>{' '}
      {todo > 0 && <span className={overdue > 0 ? 'yh-count yh-count-late' : 'yh-count'}>{todo}</span>}
    </GoTo>
  )
}

export function NoticeCount() {
  const t = useText('shell')
  const unread = useAsked(noticeOperations.count, {}).data?.unread ?? 0
  const words = t('notices.count', { count: unread })
  return (
    <GoTo to={to('notices', { unread: 'true' })} className="yh-todo-count" aria-label={words} title={words}>
      <BellOutlined aria-hidden />
      {unread > 0 && <span className="yh-count">{unread}</span>}
    </GoTo>
  )
}

export function LanguageButton() {
  const t = useText('shell')
  const language = useLanguage()
  const other = language === 'en' ? 'zh-CN' : 'en'
  return (
    <Button
      type="text"
      icon={<GlobalOutlined aria-hidden />}
      lang={other}
      onClick={() => void chooseLanguage(other)}
    >
      <span className="yh-wide-word">{t('language.switch')}</span>
      <span className="yh-hidden">{t('language')}</span>
    </Button>
  )
}

export function ThemeButton() {
  const t = useText('shell')
  const { mode, choose } = useThemeMode()
  const next = mode === 'dark' ? 'light' : 'dark'
  return (
    <Button
      type="text"
      icon={mode === 'dark' ? <SunOutlined aria-hidden /> : <MoonOutlined aria-hidden />}
      aria-label={t(`theme.to-${next}`)}
      onClick={() => choose(next)}
    />
  )
}

export function AccountMenu() {
  const t = useText('shell')
  const session = useSession()
  const cache = useQueryClient()
  const go = useGoTo()
  const leave = useAct(identityOperations.session.signOut, {
    onDone: () => {
      go(to('signIn'))
      cache.clear()
    },
  })
  return (
    <Dropdown
      trigger={['click']}
      menu={{
        items: [
          { key: 'me', icon: <UserOutlined aria-hidden />, label: t('page.me') },
          { key: 'exports', icon: <DownloadOutlined aria-hidden />, label: t('page.exports') },
          { key: 'leave', icon: <LogoutOutlined aria-hidden />, label: t('account.sign-out') },
        ],
        onClick: ({ key }) => {
          if (key === 'leave') leave.mutate({})
          else go(to(key === 'me' ? 'me' : 'exports'))
        },
      }}
    >
      <Button type="text" aria-label={t('account.menu', { name: session.person.name })}>
        <span className="yh-wide-word">{session.person.name}</span>
        <DownOutlined aria-hidden />
      </Button>
    </Dropdown>
  )
}
