import type { NetworkZone, Text } from '@yunheng/contract'

/** The network zones (网络区域) in words, for workbooks and sentences of the server. */
export const NETWORK_ZONE_WORDS: Readonly<Record<NetworkZone, Text>> = {
  internet: { zh: '互联网区', en: 'Internet zone' },
  'government-extranet': { zh: '政务外网区', en: 'Government extranet zone' },
  'dedicated-line': { zh: '专线区', en: 'Dedicated line zone' },
}
