import type { Reason } from './reasons.ts'

export const catalogueReasons = {
  'offering.code_taken': {
    kind: 'conflict',
    zh: '服务编码 {code} 已被使用。',
    en: 'The offering code {code} is taken.',
  },
  'offering.plan_invalid': {
    kind: 'invalid',
    zh: '规格 {plan} 的定义不正确：{why}',
    en: 'The plan {plan} is not well defined: {why}',
  },
  'offering.plan_not_found': {
    kind: 'precondition',
    zh: '所选规格不存在，或已不再提供。请从服务目录重新选择。',
    en: 'The plan does not exist or is no longer offered. Choose again from the catalogue.',
  },
  'offering.parameters_invalid': {
    kind: 'invalid',
    zh: '“{plan}”的参数不符合要求：{why}',
    en: 'The parameters of “{plan}” do not fit: {why}',
  },
  'offering.withdrawn': { kind: 'conflict', zh: '服务已下架。', en: 'The offering is withdrawn.' },
  'offering.no_draft': { kind: 'conflict', zh: '没有待发布的草稿。', en: 'There is no draft to publish.' },
  'offering.compatibility_required': {
    kind: 'precondition',
    zh: '新版本须写明兼容性说明：对已在使用的单位有何影响。',
    en: 'A new version needs a compatibility statement: what changes for those who use it already.',
  },
  'offering.not_published': {
    kind: 'conflict',
    zh: '服务尚未发布，不能申请。',
    en: 'The offering is not published, so it cannot be applied for.',
  },
  'price.line_unknown': {
    kind: 'invalid',
    zh: '价格行引用了不存在的服务或规格：{line}',
    en: 'A price line names an offering or plan that does not exist: {line}',
  },
  'price.line_twice': {
    kind: 'invalid',
    zh: '同一服务、规格和计量项出现了两个价格：{line}',
    en: 'Two prices for the same offering, plan and dimension: {line}',
  },
  'price.unit_unknown': {
    kind: 'invalid',
    zh: '价格行的计价项不是该服务计量的内容：{line}',
    en: 'A price line names a dimension that the offering does not count: {line}',
  },
  'price.tiers_invalid': {
    kind: 'invalid',
    zh: '价格行的分档不正确：{line}。各档上限须依次增大，只有最后一档不设上限；一次性价格不分档。',
    en: 'The tiers of a price line are not well formed: {line}. Their ends must grow, only the last one is open; what is paid once has no tiers.',
  },
  'price.package_invalid': {
    kind: 'invalid',
    zh: '套餐价格项不正确：{line}。套餐须按月、只对一个规格；每个规格在同一资源池只有一个套餐；所含的每项只列一次，且包含本价格项的计价项，数量与规格的固定数量相同。',
    en: 'The package of a price line is not well formed: {line}. It is per month and for one plan, which has one in a pool; it lists each thing once, among them what the line counts, as much of it as the plan has.',
  },
  'price.counted_by_unit': {
    kind: 'invalid',
    zh: '按计数计价的计量项（如流量）流过多少付多少，不能一次性计价，也不能代表套餐的套数：{line}。请按单位计价。',
    en: 'What is counted as it flows (traffic, say) is paid for as it flows: it cannot be priced once, nor tell how many packages there are: {line}. Price it by the unit.',
  },
  'price.ends_before_start': {
    kind: 'invalid',
    zh: '有效期止早于生效日，这些价格一天也不会生效。请改其中一个日期。',
    en: 'The last day is before the first: these prices would never count. Change one of the days.',
  },
  'price.overlaps': {
    kind: 'conflict',
    zh: '有效期与已发布的“{name}”重叠：{why}。请改生效日或有效期止。',
    en: 'The dates overlap with the published “{name}”: {why}. Change the first or the last day.',
  },
  'price.workbook_unreadable': {
    kind: 'invalid',
    zh: '无法读取工作簿，或其中没有价格项，或超过 1000 行。请上传从价格版本页下载的 XLSX 文件。',
    en: 'The workbook cannot be read, holds no prices, or has more than 1000 rows. Upload the XLSX file that was downloaded from a price version.',
  },
  'price.own_draft': {
    kind: 'forbidden',
    zh: '不能发布本人起草或修改的价格，须由另一人核对后发布。',
    en: 'Prices that you drafted or changed are put into force by somebody else, who checks them.',
  },
  'price.published': {
    kind: 'conflict',
    zh: '价格版本已发布，不能再改。请新建一个版本。',
    en: 'A published price version does not change. Make a new one.',
  },
  'price.not_published': {
    kind: 'conflict',
    zh: '价格版本尚未发布，没有什么可撤回的；草稿可以直接修改或删除。',
    en: 'These prices are not published: there is nothing to withdraw. A draft can be changed or removed.',
  },
  'price.withdrawn': {
    kind: 'conflict',
    zh: '价格版本已撤回。须重新使用的，请新建一个版本。',
    en: 'These prices were withdrawn. Make a new version to use them again.',
  },
  'price.begun': {
    kind: 'precondition',
    zh: '价格版本的生效日已到，已按它计费，不能再撤回。请发布一个自以后某日起生效的新版本。',
    en: 'The first day of these prices has begun and they are charged: they cannot be withdrawn. Publish a version that begins on a later day.',
  },
  'price.withdrawal_asked': {
    kind: 'conflict',
    zh: '已申请撤回，待另一人确认。',
    en: 'Withdrawal has been asked for already; another person decides.',
  },
  'price.withdrawal_not_asked': {
    kind: 'conflict',
    zh: '没有待确认的撤回申请，可能已由他人处理。请刷新页面。',
    en: 'No withdrawal waits for a decision; somebody may have decided already. Load the page again.',
  },
  'price.withdrawal_same_person': {
    kind: 'forbidden',
    zh: '申请撤回的人不能自行确认，须由另一人确认。',
    en: 'Whoever asked for the withdrawal may not confirm it: a second person does.',
  },
  'price.agreed_already': {
    kind: 'precondition',
    zh: '已有订单或续期约定按这个版本计价，不能撤回。请发布一个接替它的版本。',
    en: 'An order or a renewal was agreed at these prices: they cannot be withdrawn. Publish a version that follows them.',
  },
  'price.starts_in_the_past': {
    kind: 'precondition',
    zh: '生效日期不得早于今天：已发生的费用按当时的价格计算。',
    en: 'Prices cannot start in the past: what was used is charged at the price of its day.',
  },
} as const satisfies Record<string, Reason>
