import { useParams } from '@tanstack/react-router'
import { catalogueOperations, type Offering, type Plan } from '@yunheng/contract'
import { useState } from 'react'
import { useLoaded } from '../../api/index.ts'
import { ActDialog, ActionBar, type Column, StateInHead, Table, useGoTo } from '../../kit/index.ts'
import { to } from '../../paths.ts'
import { type TextOf, usePick, useText } from '../../text/index.ts'
import { Facts, ObjectPage, Panel, Tag, Time } from '../../ui/index.ts'
import './catalogue.css'
import { useDeliveryWords } from './delivery-words.ts'
import { EstimatePanel } from './estimate-panel.tsx'
import { VersionsPanel } from './versions-panel.tsx'

type Pick = ReturnType<typeof usePick>

export default function OfferingPage() {
  const t = useText('catalogue')
  const terms = useText('terms')
  const pick = usePick()
  const go = useGoTo()
  const { id } = useParams({ strict: false }) as { id: string }
  const offering = useLoaded(catalogueOperations.get, { params: { id } })
  const [dialog, setDialog] = useState<'publish' | 'withdraw' | null>(null)
  const name = pick(offering.title)
  return (
    <ObjectPage
      title={name}
      state={<StateInHead of="offering" state={offering.state} />}
      meta={
        <>
          <span>{terms(`family.${offering.family}`)}</span>
          <span>{terms(`service-class.${offering.serviceClass}`)}</span>
          <span>{terms(`part.${offering.part}`)}</span>
        </>
      }
      actions={
        <ActionBar
          actions={[
            {
              key: 'apply',
              label: t('offering.apply'),
              main: true,
              allowance: offering.actions.apply,
              onAct: () => go(to('requestNew', { offering: offering.id })),
            },
            {
              key: 'edit',
              label: t('edit.open'),
              allowance: offering.actions.revise,
              onAct: () => go(to('offeringEdit', { id: offering.id })),
            },
            {
              key: 'publish',
              label: t('offering.publish'),
              allowance: offering.actions.publish,
              onAct: () => setDialog('publish'),
            },
            {
              key: 'withdraw',
              label: t('offering.withdraw'),
              danger: true,
              allowance: offering.actions.withdraw,
              onAct: () => setDialog('withdraw'),
            },
          ]}
        />
      }
    >
      <div className="yh-with-aside">
        <div className="yh-stack">
          <About offering={offering} />
          <Panel title={t('plan.title')} flush>
            <Table
              label={t('plan.title')}
              rows={offering.plans}
              rowKey={(plan) => plan.id}
              columns={planColumns(t, terms, pick)}
            />
          </Panel>
          <VersionsPanel offeringId={offering.id} />
        </div>
        <div className="yh-aside">
          <EstimatePanel plans={offering.plans} />
        </div>
      </div>
      <ActDialog
        operation={catalogueOperations.publish}
        open={dialog === 'publish'}
        onClose={() => setDialog(null)}
        params={{ id }}
        fixed={{ version: offering.version }}
        title={t('offering.publish-title', { name, number: offering.draftVersion ?? offering.itemVersion })}
        verb={t('offering.publish')}
      >
        <p>{t('offering.publish-what')}</p>
      </ActDialog>
      <ActDialog
        operation={catalogueOperations.withdraw}
        open={dialog === 'withdraw'}
        onClose={() => setDialog(null)}
        params={{ id }}
        fixed={{ version: offering.version }}
        title={t('offering.withdraw-title', { name })}
        verb={t('offering.withdraw')}
        danger
      >
        <p>{t('offering.withdraw-what')}</p>
      </ActDialog>
    </ObjectPage>
  )
}

function About({ offering }: { readonly offering: Offering }) {
  const t = useText('catalogue')
  const pick = usePick()
  const delivery = useDeliveryWords()
  const percent = offering.sla.availabilityPercent
  return (
    <Panel title={pick(offering.title)}>
      <div className="yh-stack">
        <p className="yh-prose">{pick(offering.summary)}</p>
        <Facts
          facts={[
            { label: t('offering.owner'), value: offering.owner && t(`owner.${offering.owner}`) },
            { label: t('offering.delivery'), value: delivery(offering.fulfilment) },
            {
              label: t('offering.sla'),
              value: (
                <>
                  {percent && <div>{t('offering.availability', { percent })}</div>}
                  <div>{pick(offering.sla.text)}</div>
                </>
              ),
            },
            { label: t('offering.code'), value: <span className="yh-mono">{offering.code}</span> },
            {
              label: t('offering.version'),
              value: (
                <>
                  {t('offering.version-number', { number: offering.itemVersion })}{' '}
                  {offering.draftVersion && (
                    <Tag>{t('offering.draft', { number: offering.draftVersion })}</Tag>
                  )}
                </>
              ),
            },
            { label: t('offering.published-at'), value: <Time at={offering.publishedAt} as="day" /> },
            ...(offering.compatibility
              ? [{ label: t('offering.compatibility'), value: pick(offering.compatibility), wide: true }]
              : []),
          ]}
        />
      </div>
    </Panel>
  )
}

function planColumns(t: TextOf<'catalogue'>, terms: TextOf<'terms'>, pick: Pick): readonly Column<Plan>[] {
  return [
    {
      key: 'name',
      title: t('plan.name'),
      render: (plan) => (
        <>
          {pick(plan.title)} {plan.isRecommended && <Tag>{t('plan.recommended')}</Tag>}
          {plan.isDomestic && <Tag>{t('plan.domestic')}</Tag>}
        </>
      ),
    },
    {
      key: 'content',
      title: t('plan.content'),
      render: (plan) => (
        <ul>
          {plan.dimensions.map((one) => (
            <li key={one.dimension}>
              {terms(`dimension.${one.dimension}`)}{' '}
              {'fixed' in one.amount
                ? one.amount.fixed
                : t('plan.by-parameter', { name: one.amount.parameter })}
              {one.recommended !== undefined && (
                <span className="yh-quiet yh-small">
                  {' '}
                  {t('plan.limits', { minimum: one.minimum ?? 0, recommended: one.recommended })}
                </span>
              )}
            </li>
          ))}
        </ul>
      ),
    },
    {
      key: 'code',
      title: t('offering.code'),
      wideOnly: true,
      render: (plan) => <span className="yh-mono">{plan.code}</span>,
    },
  ]
}
