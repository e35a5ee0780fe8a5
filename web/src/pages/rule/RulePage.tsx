import { useParams } from '@tanstack/react-router'
import { type RuleItem, ruleSetOperations } from '@yunheng/contract'
import { Checkbox } from 'antd'
import { useState } from 'react'
import { useLoaded } from '../../api/index.ts'
import {
  ActDialog,
  ActionBar,
  type Column,
  DefaultTag,
  GoTo,
  Table,
  useGoTo,
  useUrlState,
} from '../../kit/index.ts'
import { to } from '../../paths.ts'
import { type TextOf, usePick, useText } from '../../text/index.ts'
import { Facts, ObjectPage, Panel, Time } from '../../ui/index.ts'
import { RuleState } from './RuleListPage.tsx'
import { ValueWords } from './rule-value.tsx'

export default function RulePage() {
  const t = useText('rule')
  const pick = usePick()
  const go = useGoTo()
  const { id } = useParams({ strict: false }) as { id: string }
  const rules = useLoaded(ruleSetOperations.get, { params: { id } })
  const [dialog, setDialog] = useState<'publish' | 'remove' | null>(null)
  const [url, change] = useUrlState()
  const onlyChanges = url.only === 'changes'
  const { number, state, actions } = rules
  const isDraft = state === 'draft'
  const shared = { params: { id }, onClose: () => setDialog(null) }
  return (
    <ObjectPage
      title={t('number', { number })}
      state={<RuleState row={rules} />}
      meta={
        <>
          <span>{rules.region?.name ?? t('level.whole')}</span>
          <span>{t('edit.changed', { count: rules.changes })}</span>
          <GoTo to={to('rulesInForce', rules.region ? { regionId: rules.region.id } : {})}>
            {t('effective.look')}
          </GoTo>
        </>
      }
      actions={
        <ActionBar
          actions={[
            ...(isDraft
              ? [
                  {
                    key: 'publish',
                    label: t('publish'),
                    main: true,
                    allowance: actions.publish,
                    onAct: () => setDialog('publish'),
                  },
                  {
                    key: 'remove',
                    label: t('remove'),
                    danger: true,
                    allowance: actions.remove,
                    onAct: () => setDialog('remove'),
                  },
                ]
              : []),
            {
              key: 'edit',
              label: t(isDraft ? 'edit' : 'new'),
              main: true,
              allowance: isDraft ? actions.modify : actions.draft,
              onAct: () => go(to('ruleEdit', { id })),
            },
          ]}
        />
      }
    >
      <Panel title={t('reason')}>
        <div className="yh-stack">
          <p className="yh-prose">{rules.reason}</p>
          <Facts
            facts={[
              { label: t('from'), value: rules.effectiveFrom },
              { label: t('drafted-by'), value: rules.draftedBy },
              { label: t('published-by'), value: rules.publishedBy ?? '—' },
              { label: t('published-at'), value: <Time at={rules.publishedAt} /> },
            ]}
          />
        </div>
      </Panel>
      <Panel
        title={t('items')}
        flush
        extra={
          <Checkbox
            checked={onlyChanges}
            onChange={(event) => change({ only: event.target.checked ? 'changes' : undefined })}
          >
            {t('only-changes')}
          </Checkbox>
        }
      >
        <Table
          label={t('items')}
          rows={onlyChanges ? rules.items.filter((item) => item.before !== null) : rules.items}
          rowKey={(item) => item.code}
          columns={columnsOf(t, pick, rules.region !== null)}
        />
      </Panel>
      <ActDialog
        {...shared}
        operation={ruleSetOperations.publish}
        open={dialog === 'publish'}
        fixed={{ version: rules.version }}
        title={t('publish-title', { number })}
        verb={t('publish')}
        also={['request']}
      >
        <p>{t('publish-what', { day: rules.effectiveFrom })}</p>
      </ActDialog>
      <ActDialog
        {...shared}
        operation={ruleSetOperations.remove}
        open={dialog === 'remove'}
        title={t('remove-title', { number })}
        verb={t('remove')}
        danger
        onDone={() => go(to('rules'))}
      >
        <p>{t('remove-what')}</p>
      </ActDialog>
    </ObjectPage>
  )
}

function columnsOf(
  t: TextOf<'rule'>,
  pick: ReturnType<typeof usePick>,
  isRegional: boolean,
): readonly Column<RuleItem>[] {
  const inherited: Column<RuleItem> = {
    key: 'inherited',
    title: t('effective.inherited'),
    render: (item) =>
      item.inherited && (
        <>
          <ValueWords item={item} value={item.inherited.value} />
          <div className="yh-quiet yh-small">{item.inherited.from?.name ?? t('level.whole')}</div>
        </>
      ),
  }
  return [
    {
      key: 'title',
      title: t('item.title'),
      render: (item) => (
        <>
          <div>{pick(item.title)}</div>
          <div className="yh-quiet yh-small yh-mono">{item.code}</div>
        </>
      ),
    },
    { key: 'value', title: t('item.value'), render: (item) => <ValueWords item={item} value={item.value} /> },
    ...(isRegional ? [inherited] : []),
    {
      key: 'before',
      title: t('item.before'),
      render: (item) =>
        item.before === null ? (
          <span className="yh-quiet">{t('item.same')}</span>
        ) : (
          <>
            <del>
              <ValueWords item={item} value={item.before.value} />
            </del>
            <div className="yh-quiet yh-small">{item.before.source}</div>
          </>
        ),
    },
    {
      key: 'source',
      title: t('item.source'),
      render: (item) => (
        <>
          {item.isProductDefault ? null : item.source} <DefaultTag when={item.isProductDefault} />
        </>
      ),
    },
  ]
}
