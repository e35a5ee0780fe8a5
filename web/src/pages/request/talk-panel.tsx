import { type Request, requestOperations } from '@yunheng/contract'
import { useAct, useAsked } from '../../api/index.ts'
import {
  ErrorSummary,
  type JsonSchema,
  labelOf,
  ProblemPanel,
  SchemaFields,
  useBlockedBecause,
  useForm,
} from '../../kit/index.ts'
import { useSession } from '../../shell/session.ts'
import { useText } from '../../text/index.ts'
import { ActionButton, EmptyState, Panel, Time, Waiting } from '../../ui/index.ts'
import './request.css'

/** Applicant, approvers and provider talk here, and it stays with the request. */
export function TalkPanel({ request }: { readonly request: Request }) {
  const t = useText('request')
  const me = useSession().person.id
  const because = useBlockedBecause()
  const asked = useAsked(
    requestOperations.listMessages,
    { params: { id: request.id }, query: { pageSize: 200 } },
    { everyMs: 15_000 },
  )
  const form = useForm(requestOperations.sendMessage.body as JsonSchema, {})
  const send = useAct(requestOperations.sendMessage, { onDone: () => form.replace({}) })
  const fields = { text: { label: t('talk.write'), as: 'area' as const } }
  const submit = () => {
    const body = form.submit(labelOf(fields))
    if (body) send.mutate({ params: { id: request.id }, body: body as { text: string } })
  }
  return (
    <Panel title={t('talk.title')}>
      <div className="yh-stack">
        {asked.error && <ProblemPanel error={asked.error} onRetry={() => void asked.refetch()} />}
        {asked.isPending && <Waiting />}
        {asked.data?.items.length === 0 && <EmptyState title={t('talk.empty')} why={t('talk.empty-why')} />}
        <ul className="yh-talk">
          {asked.data?.items.map((message) => (
            <li key={message.id} className={message.personId === me ? 'yh-talk-mine' : undefined}>
              <div className="yh-quiet yh-small">
                {message.name} · {message.bodyName} · <Time at={message.at} />
              </div>
              <p>{message.text}</p>
            </li>
          ))}
        </ul>
        <ErrorSummary form={form} />
        {send.error && <ProblemPanel error={send.error} />}
        <SchemaFields form={form} fields={fields} />
        <div>
          <ActionButton
            type="primary"
            label={t('talk.send')}
            loading={send.isPending}
            blockedBecause={because(request.actions.message)}
            onClick={submit}
          />
        </div>
      </div>
    </Panel>
  )
}
