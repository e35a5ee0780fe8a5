import type { AccountCertificate } from '@yunheng/contract'
import type { Column } from '../../kit/index.ts'
import type { TextOf } from '../../text/index.ts'
import { StateMark, Time, type Tone } from '../../ui/index.ts'

const tones: Record<AccountCertificate['state'], Tone> = {
  valid: 'good',
  'not-yet-valid': 'attention',
  expired: 'bad',
  unbound: 'off',
}

/** The same for the person himself and for who manages the account. */
export function certificateColumns(t: TextOf<'identity'>): readonly Column<AccountCertificate>[] {
  return [
    {
      key: 'state',
      title: t('certificate.state'),
      oneLine: true,
      render: (row) => <StateMark tone={tones[row.state]}>{t(`certificate.state.${row.state}`)}</StateMark>,
    },
    { key: 'subject', title: t('certificate.subject'), render: (row) => row.subject },
    { key: 'issuer', title: t('certificate.issuer'), wideOnly: true, render: (row) => row.issuer },
    {
      key: 'serial',
      title: t('certificate.serial'),
      wideOnly: true,
      render: (row) => <span className="yh-mono">{row.serial}</span>,
    },
    {
      key: 'until',
      title: t('certificate.until'),
      oneLine: true,
      render: (row) => <Time at={row.notAfter} as="day" />,
    },
    { key: 'match', title: t('certificate.match'), render: (row) => t(`certificate.match.${row.match}`) },
    {
      key: 'bound',
      title: t('certificate.bound'),
      oneLine: true,
      render: (row) => (
        <>
          <Time at={row.boundAt} /> {row.boundByName}
        </>
      ),
    },
    { key: 'used', title: t('certificate.used'), oneLine: true, render: (row) => <Time at={row.usedAt} /> },
  ]
}
