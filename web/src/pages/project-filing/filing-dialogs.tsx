import { projectFilingOperations as operations, type ProjectFiling } from '@yunheng/contract'
import { ActDialog } from '../../kit/index.ts'
import { useText } from '../../text/index.ts'

export type Verb = 'submit' | 'withdraw' | 'accept' | 'decline'
export type Doing = Verb | { readonly approve: number } | null

/** What is done to a filing, each with what it asks for. */
export function FilingDialogs({
  filing,
  doing,
  onClose,
}: {
  readonly filing: ProjectFiling
  readonly doing: Doing
  readonly onClose: () => void
}) {
  const t = useText('project-filing')
  const shared = { params: { id: filing.id }, onClose }
  const fixed = { version: filing.version }
  const words = (key: Verb | 'approve') => ({
    title: t('act.title', { verb: t(`act.${key}`), name: filing.name }),
    verb: t(`act.${key}`),
  })
  return (
    <>
      <ActDialog
        {...shared}
        {...words('submit')}
        operation={operations.submit}
        open={doing === 'submit'}
        fixed={fixed}
      />
      <ActDialog
        {...shared}
        {...words('withdraw')}
        operation={operations.withdraw}
        open={doing === 'withdraw'}
        fixed={fixed}
      />
      <ActDialog
        {...shared}
        {...words('accept')}
        operation={operations.accept}
        open={doing === 'accept'}
        fixed={fixed}
        initial={{ comment: '' }}
        fields={{ comment: { label: t('comment'), as: 'area' } }}
      />
      <ActDialog
        {...shared}
        {...words('decline')}
        operation={operations.decline}
        open={doing === 'decline'}
        fixed={fixed}
        danger
        fields={{ comment: { label: t('comment'), as: 'area' } }}
      />
      {doing !== null && typeof doing === 'object' && (
        <ActDialog
          {...shared}
          {...words('approve')}
          operation={operations.approve}
          open
          fixed={{ ...fixed, item: doing.approve }}
        >
          <p>
            {t(
              filing.items.some((item) => item.number === doing.approve && item.ownReason !== null)
                ? 'approve-own-what'
                : 'approve-what',
              { item: doing.approve },
            )}
          </p>
        </ActDialog>
      )}
    </>
  )
}
