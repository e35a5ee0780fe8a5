import {
  AlertOutlined,
  ApartmentOutlined,
  AppstoreOutlined,
  AuditOutlined,
  BankOutlined,
  CalendarOutlined,
  CheckSquareOutlined,
  CloudOutlined,
  ClusterOutlined,
  CompassOutlined,
  CompressOutlined,
  DatabaseOutlined,
  DiffOutlined,
  EnvironmentOutlined,
  ExperimentOutlined,
  FieldTimeOutlined,
  FileDoneOutlined,
  FileSearchOutlined,
  GlobalOutlined,
  HeatMapOutlined,
  HomeOutlined,
  HourglassOutlined,
  ImportOutlined,
  MoneyCollectOutlined,
  NodeIndexOutlined,
  OrderedListOutlined,
  PartitionOutlined,
  PercentageOutlined,
  PieChartOutlined,
  ProfileOutlined,
  RadarChartOutlined,
  SafetyCertificateOutlined,
  SnippetsOutlined,
  TeamOutlined,
  ToolOutlined,
  UserOutlined,
} from '@ant-design/icons'
import type { Noun, Side } from '@yunheng/contract'
import type { ReactNode } from 'react'
import type { PageName } from '../paths.ts'

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

/** The left menu in its order; a persona sees its own lines. */
export const menu: readonly MenuEntry[] = [
  { page: 'home', icon: <HomeOutlined aria-hidden />, group: 'work', sides: everybody },
  { page: 'todo', icon: <CheckSquareOutlined aria-hidden />, group: 'work', sides: everybody },
  {
    page: 'requests',
    lists: 'request',
    icon: <ProfileOutlined aria-hidden />,
    group: 'work',
    sides: [...overseers, 'department'],
  },
  {
    page: 'workOrders',
    lists: 'work-order',
    icon: <ToolOutlined aria-hidden />,
    group: 'work',
    sides: [...overseers, 'provider', 'department'],
  },
  {
    page: 'instances',
    lists: 'flow-instance',
    icon: <FieldTimeOutlined aria-hidden />,
    group: 'work',
    sides: overseers,
  },
  {
    page: 'guideChecks',
    lists: 'guide-check',
    icon: <FileSearchOutlined aria-hidden />,
    group: 'work',
    sides: [...overseers, 'department', 'provider'],
  },
  {
    page: 'majorIssues',
    lists: 'major-issue',
    icon: <AlertOutlined aria-hidden />,
    group: 'work',
    sides: [...overseers, 'department', 'provider'],
  },
  {
    page: 'catalogue',
    lists: 'offering',
    icon: <AppstoreOutlined aria-hidden />,
    group: 'supply',
    sides: [...overseers, 'department', 'provider'],
  },
  {
    page: 'resources',
    lists: 'resource',
    icon: <DatabaseOutlined aria-hidden />,
    group: 'supply',
    sides: [...overseers, 'department', 'provider'],
  },
  {
    page: 'adoption',
    lists: 'inventory',
    icon: <ImportOutlined aria-hidden />,
    group: 'supply',
    sides: [...overseers, 'provider'],
  },
  {
    page: 'adoptionLists',
    lists: 'adoption',
    icon: <FileDoneOutlined aria-hidden />,
    group: 'supply',
    sides: [...overseers, 'department', 'provider'],
  },
  {
    page: 'adoptionRates',
    lists: 'inventory',
    icon: <PercentageOutlined aria-hidden />,
    group: 'supply',
    sides: overseers,
  },
  {
    page: 'terms',
    lists: 'request',
    icon: <HourglassOutlined aria-hidden />,
    group: 'supply',
    sides: [...overseers, 'department'],
  },
  {
    page: 'estate',
    lists: 'cloud',
    icon: <HeatMapOutlined aria-hidden />,
    group: 'supply',
    sides: [...overseers, 'provider'],
  },
  {
    page: 'clouds',
    lists: 'cloud',
    icon: <CloudOutlined aria-hidden />,
    group: 'supply',
    sides: [...overseers, 'provider', 'administration'],
  },
  {
    page: 'pools',
    lists: 'pool',
    icon: <ClusterOutlined aria-hidden />,
    group: 'supply',
    sides: [...overseers, 'provider'],
  },
  {
    page: 'placementWhatIf',
    lists: 'placement',
    icon: <ExperimentOutlined aria-hidden />,
    group: 'supply',
    sides: overseers,
  },
  {
    page: 'consolidations',
    lists: 'consolidation',
    icon: <CompressOutlined aria-hidden />,
    group: 'supply',
    sides: [...overseers, 'provider'],
  },
  {
    page: 'explorer',
    lists: 'inventory',
    icon: <CompassOutlined aria-hidden />,
    group: 'supply',
    sides: [...overseers, 'provider'],
  },
  {
    page: 'drift',
    lists: 'drift',
    icon: <DiffOutlined aria-hidden />,
    group: 'supply',
    sides: [...overseers, 'department', 'provider'],
  },
  {
    page: 'scans',
    lists: 'inventory',
    icon: <RadarChartOutlined aria-hidden />,
    group: 'supply',
    sides: [...overseers, 'provider'],
  },
  {
    page: 'quotas',
    lists: 'quota',
    icon: <PieChartOutlined aria-hidden />,
    group: 'supply',
    sides: [...overseers, 'department'],
  },
  {
    page: 'systems',
    lists: 'system',
    icon: <ApartmentOutlined aria-hidden />,
    group: 'ledger',
    sides: [...overseers, 'department', 'provider'],
  },
  {
    page: 'regions',
    lists: 'region',
    icon: <EnvironmentOutlined aria-hidden />,
    group: 'ledger',
    sides: ['supervision', 'administration'],
  },
  { page: 'bodies', lists: 'body', icon: <BankOutlined aria-hidden />, group: 'ledger', sides: everybody },
  { page: 'people', lists: 'person', icon: <TeamOutlined aria-hidden />, group: 'ledger', sides: everybody },
  {
    page: 'flows',
    lists: 'flow',
    icon: <NodeIndexOutlined aria-hidden />,
    group: 'rules',
    sides: [...overseers, 'administration'],
  },
  {
    page: 'decisionTables',
    lists: 'flow',
    icon: <PartitionOutlined aria-hidden />,
    group: 'rules',
    sides: ['supervision', 'guide'],
  },
  {
    page: 'templates',
    lists: 'request-template',
    icon: <SnippetsOutlined aria-hidden />,
    group: 'rules',
    sides: ['supervision', 'guide', 'department'],
  },
  {
    page: 'prices',
    lists: 'price',
    icon: <MoneyCollectOutlined aria-hidden />,
    group: 'rules',
    sides: ['supervision', 'guide', 'provider'],
  },
  {
    page: 'rules',
    lists: 'rule-set',
    icon: <AuditOutlined aria-hidden />,
    group: 'rules',
    sides: ['supervision', 'guide', 'department', 'provider'],
  },
  {
    page: 'checkLists',
    lists: 'check-list',
    icon: <OrderedListOutlined aria-hidden />,
    group: 'rules',
    sides: ['supervision', 'guide', 'department', 'provider'],
  },
  {
    page: 'calendar',
    lists: 'calendar',
    icon: <CalendarOutlined aria-hidden />,
    group: 'rules',
    sides: [...overseers, 'administration'],
  },
  {
    page: 'accounts',
    lists: 'account',
    icon: <UserOutlined aria-hidden />,
    group: 'administration',
    sides: ['administration'],
  },
  {
    page: 'roleNetworks',
    lists: 'role-network',
    icon: <GlobalOutlined aria-hidden />,
    group: 'administration',
    sides: ['administration'],
  },
  {
    page: 'audit',
    lists: 'audit',
    icon: <SafetyCertificateOutlined aria-hidden />,
    group: 'administration',
    sides: ['supervision', 'guide', 'administration'],
  },
]

/** Whether the entry stands in the menu of somebody on this side who may list these. */
export const stands = (entry: MenuEntry, side: Side | null, lists: readonly Noun[]): boolean =>
  (side === null || entry.sides.includes(side)) && (!entry.lists || lists.includes(entry.lists))
