import { type AuditCheckpoint, type AuditReport, auditOperations } from '@yunheng/contract'
import { useId, useState } from 'react'
import { useAct } from '../../api/index.ts'
import { ProblemPanel } from '../../kit/index.ts'
import { usePick, useText } from '../../text/index.ts'
import { ActionButton, Facts, Notice, Panel, Time } from '../../ui/index.ts'

/** Works the whole chain out anew; with checkpoints from outside, a rewritten chain is found as well. */
export function VerifyTab() {
  const t = useText('audit')
  const id = useId()
  const [checkpoints, setCheckpoints] = useState<readonly AuditCheckpoint[] | null>(null)
  const [wrongFile, setWrongFile] = useState(false)
  const verify = useAct(auditOperations.verify)
  const choose = async (file: File | undefined) => {
    setCheckpoints(null)
    setWrongFile(false)
    if (!file) return
    const read = parseCheckpoints(await file.text())
    setCheckpoints(read)
    setWrongFile(read === null)
  }
  return (
    <>
      <Panel title={t('verify.title')}>
        <div className="yh-stack">
          <p>{t('verify.why')}</p>
          <div className="yh-field">
            <label htmlFor={id}>{t('verify.outside')}</label>
            <div className="yh-field-help">{t('verify.outside-help')}</div>
            <input
              id={id}
              type="file"
              accept="application/json,.json"
              onChange={(event) => void choose(event.target.files?.[0])}
            />
            {wrongFile && <Notice tone="bad">{t('verify.outside-wrong')}</Notice>}
          </div>
          <div>
            <ActionButton
              type="primary"
              label={t('verify.do')}
              loading={verify.isPending}
              onClick={() => verify.mutate({ body: checkpoints ? { checkpoints: [...checkpoints] } : {} })}
            />
          </div>
          {verify.error && <ProblemPanel error={verify.error} />}
        </div>
      </Panel>
      {verify.data && <Report report={verify.data} />}
    </>
  )
}

function Report({ report }: { readonly report: AuditReport }) {
  const t = useText('audit')
  const pick = usePick()
  const { finding } = report
  const where =
    finding &&
    (finding.seq === finding.lastSeq
      ? t('verify.where', { seq: finding.seq })
      : t('verify.where-range', { from: finding.seq, until: finding.lastSeq }))
  return (
    <div role="status" className="yh-stack">
      {report.sound ? (
        <Notice tone="good">
          {t('verify.sound', { count: report.entryCount, seconds: (report.tookMs / 1000).toFixed(1) })}
        </Notice>
      ) : (
        <Notice tone="bad" title={`${t('verify.broken')} · ${finding ? t(`flaw.${finding.flaw}`) : ''}`}>
          <p>{where}</p>
          <p>{finding && pick(finding.text)}</p>
        </Notice>
      )}
      <Panel title={t('tab.verify')}>
        <Facts
          facts={[
            { label: t('verify.fact.count'), value: report.entryCount },
            { label: t('verify.fact.last'), value: report.lastSeq },
            { label: t('verify.fact.pending'), value: report.pendingCount },
            { label: t('verify.fact.checkpoints'), value: report.checkpointCount },
            {
              label: t('verify.fact.outside'),
              value: t(report.outsideCheckpoint ? 'verify.fact.outside-yes' : 'verify.fact.outside-no'),
            },
            { label: t('verify.fact.sample'), value: report.sampleCount },
            { label: t('verify.fact.at'), value: <Time at={report.verifiedAt} as="second" /> },
          ]}
        />
      </Panel>
    </div>
  )
}

/** The exported file is a list of checkpoints, or one of them. The server judges their content. */
function parseCheckpoints(text: string): readonly AuditCheckpoint[] | null {
  try {
    const read: unknown = JSON.parse(text)
    const list = Array.isArray(read) ? read : [read]
    const valid = list.every(
      (one) => (one as { format?: unknown } | null)?.format === 'yunheng-audit-checkpoint/1',
    )
    return valid && list.length > 0 ? (list as AuditCheckpoint[]) : null
  } catch {
    return null
  }
}
