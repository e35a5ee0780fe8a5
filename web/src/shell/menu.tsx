import {
  ApartmentOutlined,
  AppstoreOutlined,
  AuditOutlined,
  CalendarOutlined,
  CheckSquareOutlined,
  CloudOutlined,
  ClusterOutlined,
  DatabaseOutlined,
  HomeOutlined,
  NodeIndexOutlined,
  PieChartOutlined,
  ProfileOutlined,
  SafetyCertificateOutlined,
  TeamOutlined,
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
  { page: 'home', icon: <HomeOutlined />, group: 'work', sides: everybody },
  { page: 'todo', icon: <CheckSquareOutlined />, group: 'work', sides: everybody },
]
