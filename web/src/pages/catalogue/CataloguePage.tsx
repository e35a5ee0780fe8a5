import {
  catalogueOperations,
  OFFERING_STATES,
  type Offering,
  SERVICE_CLASSES,
  SERVICE_FAMILIES,
} from '@yunheng/contract'
import { useAsked } from '../../api/index.ts'
import { choice, FilterBar, GoTo, ProblemPanel, State, useGoTo, useUrlState } from '../../kit/index.ts'
import { to } from '../../paths.ts'
import { useMay } from '../../shell/session.ts'
import { usePick, useText } from '../../text/index.ts'
import { ActionButton, EmptyState, ListPage, Panel, Tag, Waiting } from '../../ui/index.ts'
import './catalogue.css'
import { useDeliveryWords } from './delivery-words.ts'

export default function CataloguePage() {
  const t = useText('catalogue')
  const terms = useText('terms')
  const go = useGoTo()
  const mayAdd = useMay('create', 'offering')
  return (
    <ListPage
      title={t('list.title')}
      actions={mayAdd && <ActionButton label={t('edit.new')} onClick={() => go(to('offeringNew'))} />}
      filters={
        <FilterBar
          search={{ key: 'q', label: t('list.search') }}
          filters={[
            choice('family', t('filter.family'), SERVICE_FAMILIES, (value) => terms(`family.${value}`)),
            choice('serviceClass', t('filter.class'), SERVICE_CLASSES, (value) =>
              terms(`service-class.${value}`),
            ),
            ...(mayAdd
              ? [choice('state', t('filter.state'), OFFERING_STATES, (value) => terms(`offering.${value}`))]
              : []),
          ]}
        />
      }
    >
      <Families />
    </ListPage>
  )
}

/** One section a family, in the order of R82. A catalogue has some dozens of services: it is asked for at once. */
function Families() {
  const t = useText('catalogue')
  const terms = useText('terms')
  const [url] = useUrlState()
  const { q, family, serviceClass, state } = url
  const query = { q, family, serviceClass, state, pageSize: 200 } as never
  const asked = useAsked(catalogueOperations.list, { query })
  if (asked.error) return <ProblemPanel error={asked.error} onRetry={() => void asked.refetch()} />
  if (!asked.data) return <Waiting />
  const { items } = asked.data
  if (items.length === 0)
    return q || family || serviceClass ? (
      <EmptyState title={t('list.nothing')} why={t('list.nothing-why')} />
    ) : (
      <EmptyState title={t('list.empty')} why={t('list.empty-why')} />
    )
  return SERVICE_FAMILIES.map((name) => {
    const own = items.filter((item) => item.family === name)
    return own.length > 0 ? (
      <Panel key={name} title={terms(`family.${name}`)} flush>
        <ul className="yh-offerings">
          {own.map((offering) => (
            <OfferingEntry key={offering.id} offering={offering} />
          ))}
        </ul>
      </Panel>
    ) : null
  })
}

function OfferingEntry({ offering }: { readonly offering: Offering }) {
  const terms = useText('terms')
  const pick = usePick()
  const delivery = useDeliveryWords()
  return (
    <li>
      <GoTo to={to('offering', { id: offering.id })}>{pick(offering.title)}</GoTo>
      <p>{pick(offering.summary)}</p>
      <span className="yh-row yh-small yh-quiet">
        <Tag>{terms(`service-class.${offering.serviceClass}`)}</Tag>
        {delivery(offering.fulfilment)}
        {offering.state !== 'published' && <State of="offering" state={offering.state} />}
      </span>
    </li>
  )
}
