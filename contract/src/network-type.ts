/** Networks of the government (网络类型, R37): 政务内网, 政务外网, 互联网. What is in the first is only counted, never connected. */
export const NETWORK_TYPES = ['government-intranet', 'government-extranet', 'internet'] as const
export type NetworkType = (typeof NETWORK_TYPES)[number]
