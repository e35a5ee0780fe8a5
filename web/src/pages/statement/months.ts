import { optionsOf, pastMonths } from '../../kit/index.ts'

export { pastMonths } from '../../kit/index.ts'

export const monthOptions = () => optionsOf(pastMonths(), (month) => month)
