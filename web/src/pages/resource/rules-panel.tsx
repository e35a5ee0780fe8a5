import type { SecurityRule } from '@yunheng/contract'
import { Table } from '../../kit/index.ts'
import { useText } from '../../text/index.ts'
import { EmptyState, Panel } from '../../ui/index.ts'

export function RulesPanel({ rules }: { readonly rules: readonly SecurityRule[] }) {
  const t = useText('resource')
  return (
    <Panel title={t('tab.rules')} flush={rules.length > 0}>
      {rules.length === 0 ? (
        <EmptyState title={t('rules.empty')} why={t('rules.empty-why')} />
      ) : (
        <Table
          label={t('tab.rules')}
          rows={rules}
          rowKey={(rule) => JSON.stringify(rule)}
          columns={[
            {
              key: 'direction',
              title: t('field.direction'),
              render: (rule) => t(`field.direction.${rule.direction}`),
            },
            {
              key: 'protocol',
              title: t('field.protocol'),
              render: (rule) => t(`field.protocol.${rule.protocol}`),
            },
            {
              key: 'ports',
              title: t('field.ports'),
              render: (rule) =>
                rule.portFrom === null
                  ? t('rule.any-port')
                  : rule.portTo === null || rule.portTo === rule.portFrom
                    ? rule.portFrom
                    : `${rule.portFrom}–${rule.portTo}`,
            },
            {
              key: 'remote',
              title: t('field.remote'),
              render: (rule) => <span className="yh-mono">{rule.remoteCidr}</span>,
            },
          ]}
        />
      )}
    </Panel>
  )
}
