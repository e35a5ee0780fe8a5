import { useParams } from '@tanstack/react-router'
import { type AdoptionList, adoptionOperations } from '@yunheng/contract'
import { useState } from 'react'
import { useLoaded } from '../../api/index.ts'
import { ActDialog, ActionBar, StateInHead } from '../../kit/index.ts'
import { useText } from '../../text/index.ts'
import { formatTime, ObjectPage } from '../../ui/index.ts'
import { EntriesPanel } from './entries-panel.tsx'
import { ListFacts } from './list-facts.tsx'
import { PricedFromDialog } from './plan-dialog.tsx'

/** While things are taken in the page asks again by itself. */
const MOVING_MS = 2_000

type Verb = 'submit' | 'pricedFrom' | 'withdraw'

export default function AdoptionListPage() {
  const t = useText('adoption')
  const { id } = useParams({ strict: false }) as { id: string }
  const list = useLoaded(
    adoptionOperations.get,
    { params: { id } },
    { everyMs: (answer) => (answer.state === 'taking-in' ? MOVING_MS : false) },
  )
  const [verb, setVerb] = useState<Verb | null>(null)
  const { actions } = list
  return (
    <ObjectPage
      title={list.no}
      state={<StateInHead of="adoption" state={list.state} />}
      meta={
        <>
          <span>{t(`sort.${list.sort}`)}</span>
          <span>{list.body.name}</span>
          <span>{list.cloud.name}</span>
          <span>{`${list.createdBy} ${formatTime(list.createdAt)}`}</span>
        </>
      }
      actions={
        <ActionBar
          actions={[
            {
              key: 'submit',
              label: t('act.submit'),
              main: true,
              allowance: actions.submit,
              onAct: () => setVerb('submit'),
            },
            {
              key: 'pricedFrom',
              label: t('act.setPricedFrom'),
              allowance: actions.setPlan,
              onAct: () => setVerb('pricedFrom'),
            },
            {
              key: 'withdraw',
              label: t('act.withdraw'),
              danger: true,
              allowance: actions.withdraw,
              onAct: () => setVerb('withdraw'),
            },
          ]}
        />
      }
    >
      <ListFacts list={list} />
      <EntriesPanel list={list} />
      <Dialogs list={list} verb={verb} onClose={() => setVerb(null)} />
    </ObjectPage>
  )
}

function Dialogs({
  list,
  verb,
  onClose,
}: {
  readonly list: AdoptionList
  readonly verb: Verb | null
  readonly onClose: () => void
}) {
  const t = useText('adoption')
  const shared = { params: { id: list.id }, fixed: { version: list.version }, also: ['task'], onClose }
  return (
    <>
      {verb === 'pricedFrom' && <PricedFromDialog list={list} onClose={onClose} />}
      <ActDialog
        {...shared}
        operation={adoptionOperations.submit}
        open={verb === 'submit'}
        title={t('act.submit')}
        verb={t('act.submit')}
      >
        <p>{t('act.submit-what')}</p>
      </ActDialog>
      <ActDialog
        {...shared}
        operation={adoptionOperations.withdraw}
        open={verb === 'withdraw'}
        title={t('act.withdraw')}
        verb={t('act.withdraw')}
        danger
      >
        <p>{t('act.withdraw-what')}</p>
      </ActDialog>
    </>
  )
}
