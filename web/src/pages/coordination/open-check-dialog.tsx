import {
  CHECK_SUBJECTS,
  type CheckSubject,
  cloudOperations,
  guideCheckOperations,
  systemOperations,
} from '@yunheng/contract'
import { Select } from 'antd'
import { useId, useState } from 'react'
import { ActDialog, BodyPicker, optionsOf, Picker, useGoTo, type WidgetProps } from '../../kit/index.ts'
import { to } from '../../paths.ts'
import { useText } from '../../text/index.ts'

/** What is checked, by the list of one's own field. */
export function OpenCheckDialog({ open, onClose }: { readonly open: boolean; readonly onClose: () => void }) {
  const t = useText('coordination')
  const terms = useText('terms')
  const go = useGoTo()
  const id = useId()
  const [noun, setNoun] = useState<CheckSubject>('system')
  return (
    <ActDialog
      // Another kind of subject is another list to choose from: nothing chosen is carried over.
      key={noun}
      operation={guideCheckOperations.create}
      open={open}
      onClose={onClose}
      params={undefined}
      fixed={{ subjectNoun: noun }}
      title={t('check.new')}
      verb={t('check.open')}
      fields={{
        subjectId: { label: t('check.subject'), widget: (props) => <SubjectPicker {...props} noun={noun} /> },
      }}
      onDone={(made) => go(to('guideCheck', { id: made.id }))}
    >
      <p>{t('check.new-what')}</p>
      <div className="yh-field">
        <label htmlFor={id}>{t('check.subject-kind')}</label>
        <Select
          id={id}
          value={noun}
          options={[...optionsOf(CHECK_SUBJECTS, (value) => terms(`check-subject.${value}`))]}
          onChange={setNoun}
        />
      </div>
    </ActDialog>
  )
}

function SubjectPicker({ noun, ...props }: WidgetProps & { readonly noun: CheckSubject }) {
  const query = (words: string) => ({ query: { pageSize: 20, ...(words ? { q: words } : {}) } })
  switch (noun) {
    case 'system':
      return (
        <Picker
          {...props}
          operation={systemOperations.list}
          input={query}
          option={(row) => ({ value: row.id, label: row.name })}
        />
      )
    case 'cloud':
      return (
        <Picker
          {...props}
          operation={cloudOperations.list}
          input={query}
          option={(row) => ({ value: row.id, label: row.name })}
        />
      )
    case 'body':
      return <BodyPicker {...props} />
  }
}
