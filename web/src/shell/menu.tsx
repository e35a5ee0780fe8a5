import {
  AccountBookOutlined,
  AimOutlined,
  AlertOutlined,
  ApartmentOutlined,
  AppstoreOutlined,
  AuditOutlined,
  BankOutlined,
  BarChartOutlined,
  CalculatorOutlined,
  CalendarOutlined,
  CarryOutOutlined,
  CheckSquareOutlined,
  CloudOutlined,
  ClusterOutlined,
  CompassOutlined,
  CompressOutlined,
  ContainerOutlined,
  DatabaseOutlined,
  DeploymentUnitOutlined,
  DiffOutlined,
  DisconnectOutlined,
  EnvironmentOutlined,
  ExperimentOutlined,
  FieldTimeOutlined,
  FileDoneOutlined,
  FileProtectOutlined,
  FileSearchOutlined,
  FileTextOutlined,
  FlagOutlined,
  FormOutlined,
  FundOutlined,
  GiftOutlined,
  GlobalOutlined,
  HeatMapOutlined,
  HomeOutlined,
  HourglassOutlined,
  ImportOutlined,
  LinkOutlined,
  LockOutlined,
  MoneyCollectOutlined,
  NodeIndexOutlined,
  OrderedListOutlined,
  PartitionOutlined,
  PayCircleOutlined,
  PercentageOutlined,
  PieChartOutlined,
  PoweroffOutlined,
  ProfileOutlined,
  RadarChartOutlined,
  ReconciliationOutlined,
  RiseOutlined,
  SafetyCertificateOutlined,
  SafetyOutlined,
  ScissorOutlined,
  SnippetsOutlined,
  SwapOutlined,
  TeamOutlined,
  ThunderboltOutlined,
  ToolOutlined,
  TrophyOutlined,
  UserOutlined,
  WalletOutlined,
} from '@ant-design/icons'
import type { AllowedActions, Noun, Side } from '@yunheng/contract'
import { type ComponentType, createElement, type ReactNode } from 'react'
import type { PageName } from '../paths.ts'
import { isAllowed } from './allowed.ts'

export type GroupName = 'work' | 'supply' | 'ledger' | 'rules' | 'administration'

export interface MenuEntry {
  readonly page: PageName
  readonly icon: ReactNode
  readonly group: GroupName
  /** What the page lists; it stands only in the menus of posts that may. */
  readonly lists?: Noun
  /** Whose menu it stands in. What a person may do there is the server's answer, not this table's. */
  readonly sides: readonly Side[]
}

const everybody: readonly Side[] = [
  'supervision',
  'department',
  'provider',
  'operations',
  'guide',
  'administration',
]
const overseers: readonly Side[] = ['supervision', 'operations', 'guide']

const HIDDEN = { 'aria-hidden': true } as const
type Line = readonly [
  page: PageName,
  icon: ComponentType<typeof HIDDEN>,
  sides: readonly Side[],
  lists?: Noun,
]

/** By group, each in its order. */
const lines: Readonly<Record<GroupName, readonly Line[]>> = {
  work: [
    ['home', HomeOutlined, everybody],
    ['todo', CheckSquareOutlined, everybody],
    ['requests', ProfileOutlined, [...overseers, 'department'], 'request'],
    ['workOrders', ToolOutlined, [...overseers, 'provider', 'department'], 'work-order'],
    ['instances', FieldTimeOutlined, overseers, 'flow-instance'],
    ['guideChecks', FileSearchOutlined, [...overseers, 'department', 'provider'], 'guide-check'],
    ['milestones', FlagOutlined, [...overseers, 'department'], 'milestone'],
    ['goals', RiseOutlined, [...overseers, 'department'], 'goal'],
    ['majorIssues', AlertOutlined, [...overseers, 'department', 'provider'], 'major-issue'],
    ['filings', FormOutlined, [...overseers, 'department'], 'project-filing'],
    ['subsidies', GiftOutlined, [...overseers, 'department'], 'subsidy'],
  ],
  supply: [
    ['catalogue', AppstoreOutlined, [...overseers, 'department', 'provider'], 'offering'],
    ['resources', DatabaseOutlined, [...overseers, 'department', 'provider'], 'resource'],
    ['usage', BarChartOutlined, [...overseers, 'department', 'provider'], 'usage'],
    ['savings', ScissorOutlined, [...overseers, 'department'], 'saving-proposal'],
    ['powerSchedules', PoweroffOutlined, [...overseers, 'department'], 'power-schedule'],
    ['spending', FundOutlined, ['supervision', 'department', 'guide'], 'spending'],
    ['bills', AccountBookOutlined, ['supervision', 'guide', 'department'], 'bill'],
    ['monthEnd', CarryOutOutlined, ['supervision', 'guide'], 'statement'],
    ['statementDesk', ReconciliationOutlined, ['supervision', 'guide'], 'statement'],
    ['statements', FileTextOutlined, ['supervision', 'guide', 'provider'], 'statement'],
    ['differences', SwapOutlined, ['supervision', 'guide', 'provider'], 'difference'],
    ['settlements', PayCircleOutlined, ['supervision', 'guide', 'department', 'provider'], 'settlement'],
    ['slaEvents', ThunderboltOutlined, [...overseers, 'provider'], 'sla-event'],
    ['assessments', TrophyOutlined, ['supervision', 'guide', 'provider'], 'assessment'],
    ['fileCheck', FileProtectOutlined, everybody],
    ['vpnAccounts', LockOutlined, [...overseers, 'department', 'provider'], 'vpn-account'],
    ['protection', SafetyOutlined, [...overseers, 'department', 'provider'], 'protection'],
    ['adoption', ImportOutlined, [...overseers, 'provider'], 'inventory'],
    ['adoptionLists', FileDoneOutlined, [...overseers, 'department', 'provider'], 'adoption'],
    ['adoptionRates', PercentageOutlined, overseers, 'inventory'],
    ['terms', HourglassOutlined, [...overseers, 'department'], 'request'],
    ['estate', HeatMapOutlined, [...overseers, 'provider'], 'cloud'],
    ['targets', AimOutlined, [...overseers, 'provider'], 'pool'],
    ['clouds', CloudOutlined, [...overseers, 'provider', 'administration'], 'cloud'],
    ['unconnectedPlatforms', DisconnectOutlined, overseers, 'unconnected-platform'],
    ['pools', ClusterOutlined, [...overseers, 'provider'], 'pool'],
    ['placementWhatIf', ExperimentOutlined, overseers, 'placement'],
    ['placementBonds', LinkOutlined, overseers, 'placement-bond'],
    ['consolidations', CompressOutlined, [...overseers, 'provider'], 'consolidation'],
    ['explorer', CompassOutlined, [...overseers, 'provider'], 'inventory'],
    ['drift', DiffOutlined, [...overseers, 'department', 'provider'], 'drift'],
    ['scans', RadarChartOutlined, [...overseers, 'provider'], 'inventory'],
    ['quotas', PieChartOutlined, [...overseers, 'department'], 'quota'],
  ],
  ledger: [
    ['systems', ApartmentOutlined, [...overseers, 'department', 'provider'], 'system'],
    ['contracts', ContainerOutlined, [...overseers, 'department', 'provider'], 'service-contract'],
    ['budgets', WalletOutlined, [...overseers, 'department'], 'budget'],
    ['fundPlans', AccountBookOutlined, [...overseers, 'department'], 'budget'],
    ['waves', DeploymentUnitOutlined, [...overseers, 'department'], 'migration-wave'],
    ['regions', EnvironmentOutlined, ['supervision', 'administration'], 'region'],
    ['bodies', BankOutlined, everybody, 'body'],
    ['people', TeamOutlined, everybody, 'person'],
  ],
  rules: [
    ['flows', NodeIndexOutlined, [...overseers, 'administration'], 'flow'],
    ['decisionTables', PartitionOutlined, ['supervision', 'guide'], 'flow'],
    ['templates', SnippetsOutlined, ['supervision', 'guide', 'department'], 'request-template'],
    ['prices', MoneyCollectOutlined, ['supervision', 'guide', 'provider'], 'price'],
    ['priceTrials', CalculatorOutlined, ['supervision'], 'price-trial'],
    ['rules', AuditOutlined, ['supervision', 'guide', 'department', 'provider'], 'rule-set'],
    ['checkLists', OrderedListOutlined, ['supervision', 'guide', 'department', 'provider'], 'check-list'],
    ['calendar', CalendarOutlined, [...overseers, 'administration'], 'calendar'],
  ],
  administration: [
    ['accounts', UserOutlined, ['administration'], 'account'],
    ['roleNetworks', GlobalOutlined, ['administration'], 'role-network'],
    ['audit', SafetyCertificateOutlined, ['supervision', 'guide', 'administration'], 'audit'],
  ],
}

/** The left menu in its order; a persona sees its own lines. */
export const menu: readonly MenuEntry[] = (Object.keys(lines) as GroupName[]).flatMap((group) =>
  lines[group].map(([page, icon, sides, lists]) => ({
    page,
    icon: createElement(icon, HIDDEN),
    group,
    sides,
    ...(lists && { lists }),
  })),
)

/** Whether the entry stands in the menu of somebody on this side who may list these. */
export const stands = (entry: MenuEntry, side: Side | null, allowed: AllowedActions): boolean =>
  (side === null || entry.sides.includes(side)) && (!entry.lists || isAllowed(allowed, 'list', entry.lists))
