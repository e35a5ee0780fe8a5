import { useParams } from '@tanstack/react-router'
import { flowOperations } from '@yunheng/contract'
import { Select } from 'antd'
import { useEffect, useState } from 'react'
import { useLoaded } from '../../api/index.ts'
import { ActDialog, ActionBar, DefaultTag, useUrlState } from '../../kit/index.ts'
import { to } from '../../paths.ts'
import { remember } from '../../shell/recent.ts'
import { usePick, useText } from '../../text/index.ts'
import { ObjectPage } from '../../ui/index.ts'
import { VersionView } from './version-view.tsx'

/** A flow with its versions: the picture, the ordered list, and a simulation of who would get it. */
export default function FlowPage() {
  const t = useText('workflow')
  const pick = usePick()
  const { id } = useParams({ strict: false }) as { id: string }
  const flow = useLoaded(flowOperations.flowGet, { params: { id } })
  const [url, change] = useUrlState()
  const [adding, setAdding] = useState(false)
  const name = pick(flow.name)
  useEffect(() => remember({ title: name, place: to('flow', { id }) }), [id, name])
  const shown =
    flow.versions.find((version) => version.id === url.version) ??
    flow.versions.find((version) => version.state === 'published') ??
    flow.versions[0]
  return (
    <ObjectPage
      title={name}
      state={<DefaultTag when={flow.isProductDefault} />}
      meta={<span className="yh-mono">{flow.key}</span>}
      actions={
        <>
          <Select
            aria-label={t('flow.choose')}
            value={shown?.id ?? null}
            options={flow.versions.map((version) => ({
              value: version.id,
              label: `${t('version.number', { number: version.number })} · ${t(`version.state.${version.state}`)}`,
            }))}
            onChange={(version) => change({ version: version ?? undefined })}
          />
          <ActionBar
            actions={[
              {
                key: 'create-version',
                label: t('flow.new-version'),
                allowance: flow.actions['create-version'],
                onAct: () => setAdding(true),
              },
            ]}
          />
        </>
      }
    >
      {shown && <VersionView key={shown.id} versionId={shown.id} name={name} />}
      <ActDialog
        operation={flowOperations.flowVersionCreate}
        open={adding}
        onClose={() => setAdding(false)}
        params={{ id }}
        title={t('flow.new-version-title', { name })}
        verb={t('flow.new-version')}
        width={760}
        also={['flow-version']}
        fields={{
          source: { label: t('flow.source') },
          note: { label: t('flow.note') },
          bpmn: { label: t('flow.bpmn'), as: 'area', rows: 10 },
        }}
        onDone={(made) => change({ version: made.id })}
      >
        <p>{t('flow.new-version-what')}</p>
      </ActDialog>
    </ObjectPage>
  )
}
