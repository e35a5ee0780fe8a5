import type { Difference } from '@yunheng/contract'
import { useText } from '../../text/index.ts'

const FIELDS = [
  'name',
  'power',
  'vcpus',
  'memoryMiB',
  'rootDiskGiB',
  'sizeGiB',
  'quotaGiB',
  'rules',
  'reboot',
  'server',
  'securityGroups',
  'subnets',
  'externalNetwork',
  'cidr',
] as const
type Known = (typeof FIELDS)[number]
const isKnown = (field: string): field is Known => (FIELDS as readonly string[]).includes(field)

const POWERS = ['on', 'off'] as const
const isPower = (value: string | null): value is 'on' | 'off' =>
  (POWERS as readonly (string | null)[]).includes(value)

/** `电源：应为开机，实为关机`. A field that has no word yet stands as the server calls it. */
export function useDifferenceWords(): (difference: Difference) => string {
  const t = useText('drift')
  const value = (field: string, text: string | null) =>
    field === 'power' && isPower(text) ? t(`power.${text}`) : (text ?? t('nothing'))
  return ({ field, desired, observed }) =>
    t('difference', {
      field: isKnown(field) ? t(`field.${field}`) : field,
      desired: value(field, desired),
      observed: value(field, observed),
    })
}
