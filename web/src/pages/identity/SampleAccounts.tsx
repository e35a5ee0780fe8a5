import { identityOperations, type SampleAccount } from '@yunheng/contract'
import { useAsked } from '../../api/index.ts'
import { useText } from '../../text/index.ts'
import { ActionButton } from '../../ui/index.ts'
import './identity.css'

/** Who can be tried, when sample data is loaded: one press signs in. */
export function SampleAccounts({ onUse }: { readonly onUse: (account: SampleAccount) => void }) {
  const t = useText('identity')
  const asked = useAsked(identityOperations.ownAccount.sampleAccounts, {})
  const items = asked.data?.items ?? []
  if (items.length === 0) return null
  return (
    <section className="yh-samples" aria-label={t('sign-in.samples')}>
      <h2>{t('sign-in.samples')}</h2>
      <p className="yh-quiet">{t('sign-in.samples-why')}</p>
      <ul>
        {items.map((account) => (
          <li key={account.username}>
            <div>
              <div>
                {account.personName} · {account.postTitle}
              </div>
              <div className="yh-quiet yh-small">{account.bodyName}</div>
              <div className="yh-mono yh-quiet">
                {account.username} / {account.password}
              </div>
            </div>
            <ActionButton
              size="small"
              label={t('sign-in.do')}
              aria-label={t('sign-in.use-sample', { name: account.personName })}
              onClick={() => onUse(account)}
            />
          </li>
        ))}
      </ul>
    </section>
  )
}
