import {
  EVIDENCE_TYPES,
  type Finding,
  type GuideCheck,
  guideCheckOperations,
  VERDICTS,
} from '@yunheng/contract'
import { useRef, useState } from 'react'
import { urlOf, useAct } from '../../api/index.ts'
import { ActDialog, base64Of, optionsOf, ProblemPanel, Table, useBlockedBecause } from '../../kit/index.ts'
import { usePick, useText } from '../../text/index.ts'
import { ActionButton, Panel, StateMark, type Tone } from '../../ui/index.ts'
import './coordination.css'

const tones: Readonly<Record<NonNullable<Finding['verdict']>, Tone>> = {
  meets: 'good',
  fails: 'bad',
  'not-applicable': 'off',
}

/** Item by item: what was found, what was put right, with the files of both sides. */
export function FindingsPanel({ check }: { readonly check: GuideCheck }) {
  const t = useText('coordination')
  const pick = usePick()
  const [recording, setRecording] = useState<Finding | null>(null)
  const canWork = check.actions.record.allowed || check.actions.addFile.allowed
  return (
    <Panel title={t('check.findings')} flush>
      <Table
        label={t('check.findings')}
        rows={check.findings}
        rowKey={(row) => row.code}
        columns={[
          {
            key: 'title',
            title: t('item'),
            render: (row) => (
              <>
                <div>{pick(row.title)}</div>
                <div className="yh-quiet yh-small">{row.clause}</div>
              </>
            ),
          },
          {
            key: 'verdict',
            title: t('check.verdict'),
            render: (row) => (
              <>
                <VerdictMark verdict={row.verdict} />
                {row.note && <div className="yh-quiet yh-small">{row.note}</div>}
              </>
            ),
          },
          {
            key: 'rectification',
            title: t('check.rectification'),
            render: (row) =>
              row.rectification && (
                <>
                  <div>{row.rectification}</div>
                  <div className="yh-quiet yh-small">
                    {row.rectifiedOn} · {row.answeredBy}
                  </div>
                </>
              ),
          },
          { key: 'files', title: t('check.files'), render: (row) => <Files check={check} finding={row} /> },
          ...(canWork
            ? [
                {
                  key: 'act',
                  title: t('act'),
                  render: (row: Finding) => (
                    <Acts check={check} finding={row} onRecord={() => setRecording(row)} />
                  ),
                },
              ]
            : []),
        ]}
      />
      {recording && (
        <ActDialog
          operation={guideCheckOperations.record}
          open
          onClose={() => setRecording(null)}
          params={{ id: check.id }}
          fixed={{ version: check.version, code: recording.code }}
          initial={{
            ...(recording.verdict === null ? {} : { verdict: recording.verdict }),
            note: recording.note,
          }}
          title={pick(recording.title)}
          verb={t('check.record')}
          fields={{
            verdict: {
              label: t('check.verdict'),
              as: 'radio',
              options: optionsOf(VERDICTS, (value) => t(`verdict.${value}`)),
            },
            note: { label: t('check.note'), as: 'area' },
          }}
        />
      )}
    </Panel>
  )
}

function VerdictMark({ verdict }: { readonly verdict: Finding['verdict'] }) {
  const t = useText('coordination')
  if (verdict === null) return <span className="yh-quiet">{t('verdict.none')}</span>
  return <StateMark tone={tones[verdict]}>{t(`verdict.${verdict}`)}</StateMark>
}

function Files({ check, finding }: { readonly check: GuideCheck; readonly finding: Finding }) {
  const t = useText('coordination')
  return finding.files.map((file) => (
    <div key={file.id}>
      <a
        href={urlOf(guideCheckOperations.getFile, { params: { id: check.id, fileId: file.id } })}
        aria-label={t('check.download', { name: file.fileName })}
      >
        {file.fileName}
      </a>
      <div className="yh-quiet yh-small">
        {t(`side.${file.side}`)} · {file.addedBy}
      </div>
    </div>
  ))
}

interface ActsProps {
  readonly check: GuideCheck
  readonly finding: Finding
  readonly onRecord: () => void
}

function Acts({ check, finding, onRecord }: ActsProps) {
  const t = useText('coordination')
  const pick = usePick()
  const because = useBlockedBecause()
  const file = useRef<HTMLInputElement>(null)
  const add = useAct(guideCheckOperations.addFile)
  const name = pick(finding.title)
  const send = async (chosen: File) => {
    const mediaType = EVIDENCE_TYPES.find((one) => one === chosen.type) ?? 'text/plain'
    const content = { mediaType, contentBase64: await base64Of(chosen) }
    add.mutate({
      params: { id: check.id },
      body: { code: finding.code, fileName: chosen.name, note: '', ...content },
    })
    if (file.current) file.current.value = ''
  }
  return (
    <div className="yh-row-acts">
      {check.actions.record.allowed && (
        <ActionButton
          label={t('check.record')}
          aria-label={t('check.record-item', { item: name })}
          onClick={onRecord}
        />
      )}
      {check.actions.addFile.allowed && (
        <>
          <input
            ref={file}
            className="yh-hidden"
            type="file"
            tabIndex={-1}
            aria-label={t('check.choose-item', { item: name })}
            accept={EVIDENCE_TYPES.join(',')}
            onChange={(event) => {
              const chosen = event.target.files?.[0]
              if (chosen) void send(chosen)
            }}
          />
          <ActionButton
            label={t('check.add-file')}
            aria-label={t('check.add-file-item', { item: name })}
            loading={add.isPending}
            blockedBecause={because(check.actions.addFile)}
            onClick={() => file.current?.click()}
          />
        </>
      )}
      {add.error && <ProblemPanel error={add.error} />}
    </div>
  )
}
