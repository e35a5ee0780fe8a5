import {
  ApartmentOutlined,
  AppstoreOutlined,
  AuditOutlined,
  BankOutlined,
  CalendarOutlined,
  CheckSquareOutlined,
  CloudOutlined,
  ClusterOutlined,
  DatabaseOutlined,
  FieldTimeOutlined,
  HomeOutlined,
  HourglassOutlined,
  MoneyCollectOutlined,
  NodeIndexOutlined,
  PartitionOutlined,
  PieChartOutlined,
  ProfileOutlined,
  SafetyCertificateOutlined,
  SnippetsOutlined,
  TeamOutlined,
  ToolOutlined,
  UserOutlined,
} from '@ant-design/icons'
import type { Side } from '@yunheng/contract'
import type { ReactNode } from 'react'
import type { PageName } from '../paths.ts'

export type GroupName = 'work' | 'supply' | 'ledger' | 'rules' | 'administration'

export interface MenuEntry {
  readonly page: PageName
  readonly icon: ReactNode
  readonly group: GroupName
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
    icon: <ProfileOutlined aria-hidden />,
    group: 'work',
    sides: [...overseers, 'department'],
  },
  {
    page: 'workOrders',
    icon: <ToolOutlined aria-hidden />,
    group: 'work',
    sides: [...overseers, 'provider', 'department'],
  },
  { page: 'instances', icon: <FieldTimeOutlined aria-hidden />, group: 'work', sides: overseers },
  {
    page: 'catalogue',
    icon: <AppstoreOutlined aria-hidden />,
    group: 'supply',
    sides: [...overseers, 'department', 'provider'],
  },
  {
    page: 'resources',
    icon: <DatabaseOutlined aria-hidden />,
    group: 'supply',
    sides: [...overseers, 'department', 'provider'],
  },
  {
    page: 'terms',
    icon: <HourglassOutlined aria-hidden />,
    group: 'supply',
    sides: [...overseers, 'department'],
  },
  {
    page: 'clouds',
    icon: <CloudOutlined aria-hidden />,
    group: 'supply',
    sides: [...overseers, 'provider', 'administration'],
  },
  {
    page: 'pools',
    icon: <ClusterOutlined aria-hidden />,
    group: 'supply',
    sides: [...overseers, 'provider'],
  },
  {
    page: 'quotas',
    icon: <PieChartOutlined aria-hidden />,
    group: 'supply',
    sides: [...overseers, 'department'],
  },
  {
    page: 'systems',
    icon: <ApartmentOutlined aria-hidden />,
    group: 'ledger',
    sides: [...overseers, 'department', 'provider'],
  },
  { page: 'bodies', icon: <BankOutlined aria-hidden />, group: 'ledger', sides: everybody },
  { page: 'people', icon: <TeamOutlined aria-hidden />, group: 'ledger', sides: everybody },
  {
    page: 'flows',
    icon: <NodeIndexOutlined aria-hidden />,
    group: 'rules',
    sides: [...overseers, 'administration'],
  },
  {
    page: 'decisionTables',
    icon: <PartitionOutlined aria-hidden />,
    group: 'rules',
    sides: ['supervision', 'guide'],
  },
  {
    page: 'templates',
    icon: <SnippetsOutlined aria-hidden />,
    group: 'rules',
    sides: ['supervision', 'guide', 'department'],
  },
  {
    page: 'prices',
    icon: <MoneyCollectOutlined aria-hidden />,
    group: 'rules',
    sides: ['supervision', 'guide', 'provider'],
  },
  {
    page: 'rules',
    icon: <AuditOutlined aria-hidden />,
    group: 'rules',
    sides: ['supervision', 'guide', 'department', 'provider'],
  },
  {
    page: 'calendar',
    icon: <CalendarOutlined aria-hidden />,
    group: 'rules',
    sides: [...overseers, 'administration'],
  },
  {
    page: 'accounts',
    icon: <UserOutlined aria-hidden />,
    group: 'administration',
    sides: ['administration'],
  },
  {
    page: 'audit',
    icon: <SafetyCertificateOutlined aria-hidden />,
    group: 'administration',
    sides: ['supervision', 'guide', 'administration'],
  },
]
