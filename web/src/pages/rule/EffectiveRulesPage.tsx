import {
  type EffectiveRule,
  type EffectiveRules,
  type RuleRegion,
  ruleSetOperations,
} from '@yunheng/contract'
import { Checkbox } from 'antd'
import { useId } from 'react'
import { useLoaded } from '../../api/index.ts'
import {
  ActionBar,
  type Column,
  DefaultTag,
  GoTo,
  RegionPicker,
  Table,
  useGoTo,
  useUrlState,
} from '../../kit/index.ts'
import { to } from '../../paths.ts'
import { type TextOf, usePick, useText } from '../../text/index.ts'
import { ListPage, Panel } from '../../ui/index.ts'
import { ValueWords } from './rule-value.tsx'

/** What applies in a region: inherited, its own, in effect, and the level that each value comes from (R30). */
export default function EffectiveRulesPage() {
  const t = useText('rule')
  const pick = usePick()
  const go = useGoTo()
  const fieldId = useId()
  const [url, change] = useUrlState()
  const rules = useLoaded(ruleSetOperations.effective, {
    query: url.regionId === undefined ? {} : { regionId: url.regionId },
  })
  const { region, items } = rules
  const onlyOwn = url.only === 'own'
  return (
    <ListPage
      title={t('effective.title', { region: region?.name ?? t('level.whole') })}
      meta={<Levels rules={rules} />}
      actions={
        region !== null && (
          <ActionBar
            actions={[
              {
                key: 'draft',
                label: t('effective.draft'),
                main: true,
                allowance: rules.actions.draft,
                onAct: () => go(to('regionRulesEdit')),
              },
            ]}
          />
        )
      }
    >
      <p className="yh-quiet">{t('effective.what')}</p>
      <div className="yh-field yh-rule-region">
        <label htmlFor={fieldId}>{t('effective.region')}</label>
        <RegionPicker
          id={fieldId}
          label={t('effective.region')}
          value={url.regionId ?? region?.id}
          onChange={(value) => change({ regionId: typeof value === 'string' ? value : undefined })}
          invalid={false}
          describedBy={undefined}
        />
      </div>
      <Panel
        title={t('items')}
        flush
        extra={
          region !== null && (
            <Checkbox
              checked={onlyOwn}
              onChange={(event) => change({ only: event.target.checked ? 'own' : undefined })}
            >
              {t('effective.only-own')}
            </Checkbox>
          )
        }
      >
        <Table
          label={t('items')}
          rows={onlyOwn ? items.filter(({ own }) => own !== null) : items}
          rowKey={(item) => item.code}
          columns={columnsOf(t, pick, region === null)}
        />
      </Panel>
    </ListPage>
  )
}

const nameOf = (t: TextOf<'rule'>, region: RuleRegion) => region?.name ?? t('level.whole')

/** Province → city → county, each with the version that is in force there. */
function Levels({ rules }: { readonly rules: EffectiveRules }) {
  const t = useText('rule')
  return rules.levels.map(({ region, ruleSet }, index) => (
    <span key={region?.id ?? 'whole'}>
      {index > 0 && ' → '}
      {nameOf(t, region)}{' '}
      {ruleSet ? (
        <GoTo to={to('rule', { id: ruleSet.id })}>{t('number', { number: ruleSet.number })}</GoTo>
      ) : (
        <span className="yh-quiet">{t('effective.none')}</span>
      )}
    </span>
  ))
}

function columnsOf(
  t: TextOf<'rule'>,
  pick: ReturnType<typeof usePick>,
  isWhole: boolean,
): readonly Column<EffectiveRule>[] {
  const title: Column<EffectiveRule> = {
    key: 'title',
    title: t('item.title'),
    render: (item) => (
      <>
        <div>{pick(item.title)}</div>
        <div className="yh-quiet yh-small">{t(`tighter.${item.tighter}`)}</div>
      </>
    ),
  }
  const effective: Column<EffectiveRule> = {
    key: 'effective',
    oneLine: true,
    title: t('effective.value'),
    render: (item) => (
      <strong>
        <ValueWords item={item} value={item.effective.value} />
      </strong>
    ),
  }
  const source: Column<EffectiveRule> = {
    key: 'source',
    title: t('item.source'),
    render: ({ effective: { source, isProductDefault } }) => (
      <>
        {isProductDefault ? null : source} <DefaultTag when={isProductDefault} />
      </>
    ),
  }
  if (isWhole) return [title, effective, source]
  return [
    title,
    {
      key: 'inherited',
      oneLine: true,
      title: t('effective.inherited'),
      render: (item) =>
        item.inherited && (
          <>
            <ValueWords item={item} value={item.inherited.value} />
            <div className="yh-quiet yh-small">{nameOf(t, item.inherited.from)}</div>
          </>
        ),
    },
    {
      key: 'own',
      oneLine: true,
      title: t('effective.own'),
      render: (item) =>
        item.own ? (
          <ValueWords item={item} value={item.own.value} />
        ) : (
          <span className="yh-quiet">{t('effective.none')}</span>
        ),
    },
    effective,
    {
      key: 'from',
      title: t('effective.from'),
      oneLine: true,
      render: (item) => nameOf(t, item.effective.from),
    },
    source,
  ]
}
