import type zh from './zh-CN.ts'

const en: Record<keyof typeof zh, string> = {
  'tab.measures': 'Measures',
  'metric.cpu': 'CPU',
  'metric.memory': 'Memory',
  'metric.disk': 'Disk filled',
  'metric.network': 'Network',
  'metric.disk-io': 'Disk traffic',
  'unit.percent': '%',
  'unit.rate': 'KiB/s',
  'filter.metric': 'Metric',
  'filter.month': 'Month',
  'month.title': 'Measures of {month}',
  'month.empty': 'Nothing was measured in this month',
  'days.title': '{metric}: mean and peak of each day',
  'days.mean': 'Mean',
  'days.above': 'From the mean to the peak',
  'column.metric': 'Metric',
  'column.day': 'Day',
  'column.month': 'Month',
  'column.mean': 'Mean',
  'column.peak-mean': 'Mean of daily peaks',
  'column.peak': 'Peak',
  'column.p95': 'P95 lies in',
  'column.samples': 'Samples',
  'p95.between': '{from} to {to}',
  'months.title': '{metric}: months',
  'how.every': 'The cloud is asked every {minutes} minutes; days and months are those of Beijing.',
  'how.coverage':
    '{percent}% of this month’s looks have a sample; the rest are gaps, and never count as nought.',
  'empty.title': 'No measures yet',
  'empty.why':
    'The cloud tells nothing of this server, or it was delivered just now and has not been started.',
}
export default en
