import type zh from './zh-CN.ts'

const en: Readonly<Record<keyof typeof zh, string>> = {
  title: 'Targets',
  capacity: 'Targets of computing and storage',
  'as-of': 'As of {time}',
  unknown: 'Not known',
  of: '{actual} of {target}',
  gap: '{gap} missing',
  precision: 'and {pflops} PFlops of {precision}',
  until: 'Until {day} · {source}',
  domestic: 'Shares of what is domestic (信创)',
  'domestic-what':
    'The target is {target} % ({source}). Counted asset by asset and never typed; what nobody stated is not counted as domestic. A number opens its list.',
  class: 'Class of asset',
  share: 'Domestic',
  total: 'In all',
  'is-domestic': 'Domestic',
  'no-assets': 'No assets',
  'gap.foreign': 'Not domestic',
  'gap.unknown': 'Not stated',
  'class.host': 'Hosts',
  'class.pool': 'Pools',
  'class.resource': 'Cloud resources',
  'class.image': 'System images',
  'gaps.title': 'Assets that are not domestic',
  'gaps.why': 'Domestic or not',
  'gaps.name': 'Name',
  'gaps.cloud': 'Cloud',
  'gaps.pool': 'Pool',
  'gaps.empty': 'Every asset is domestic',
  'gaps.empty-why': 'All hosts, pools, cloud resources and images that are known are stated to be domestic.',
}
export default en
