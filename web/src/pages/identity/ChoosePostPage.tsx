import { useQueryClient } from '@tanstack/react-query'
import { identityOperations } from '@yunheng/contract'
import { Button } from 'antd'
import { useAct } from '../../api/index.ts'
import { ProblemPanel, useGoTo, useGoToHref, useUrlState } from '../../kit/index.ts'
import { BarePage } from '../../shell/bare-page.tsx'
import { dutyPlace, renewSession, useSession } from '../../shell/session.ts'
import { useText } from '../../text/index.ts'
import './identity.css'

export default function ChoosePostPage() {
  const t = useText('identity')
  const session = useSession()
  const cache = useQueryClient()
  const [url] = useUrlState()
  const go = useGoTo()
  const goHref = useGoToHref()
  const choose = useAct(identityOperations.session.switchPost, {
    onDone: async (answer) => {
      await renewSession(cache, answer)
      const duty = dutyPlace(answer, url.next)
      if (duty) go(duty)
      else goHref(url.next ?? '/')
    },
  })
  return (
    <BarePage title={t('post.title')}>
      <p className="yh-quiet">{t('post.why')}</p>
      {choose.error && <ProblemPanel error={choose.error} />}
      <div className="yh-post-choice">
        {session.posts.map((post) => (
          <Button
            key={post.id}
            className="yh-post-button"
            loading={choose.isPending && choose.variables?.body.postId === post.id}
            onClick={() => choose.mutate({ body: { postId: post.id } })}
          >
            <strong>{post.title}</strong>
            <span className="yh-quiet">{post.bodyName}</span>
          </Button>
        ))}
      </div>
    </BarePage>
  )
}
