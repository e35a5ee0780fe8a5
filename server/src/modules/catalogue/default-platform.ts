/** PaaS that is shipped: the eleven of R73, and the support software of R83. Built by the provider's people on a work order. */
import type { OfferingCreate } from '@yunheng/contract'
import { CONTAINERS, NONE } from './default-parameters.ts'
import {
  BY_ACCOUNT,
  BY_DEVICE,
  BY_LICENCE,
  BY_NODE,
  BY_TOKENS,
  countedPlan,
  offering,
  one,
  order,
  unitPlan,
} from './offering-brief.ts'

const paas = { serviceClass: 'paas', family: 'support-software', part: 'platform-layer' } as const
const instance = (code: string, zh: string, en: string) => unitPlan(code, zh, en, 'instance', one, NONE)
/** 信创 or not is said of every variant (R75). */
const database = (isDomestic: boolean, code: string, zh: string, en: string) => ({
  ...instance(
    isDomestic ? `domestic-${code}` : code,
    isDomestic ? `国产${zh}` : zh,
    isDomestic ? `Domestic: ${en}` : en,
  ),
  isDomestic,
})

/** Sizes of an instance with a standby, as reference prices have them (facts §5). */
const DATABASE_SIZES = [
  ['2c4g', '2 核 4 GiB', '2 cores, 4 GiB'],
  ['4c8g', '4 核 8 GiB', '4 cores, 8 GiB'],
  ['8c16g', '8 核 16 GiB', '8 cores, 16 GiB'],
] as const

export const PLATFORM_SERVICES: readonly OfferingCreate[] = [
  offering({
    code: 'database-service',
    ...paas,
    zh: ['数据库服务', '统一建设、管理和服务的关系型与非关系型数据库，含国产数据库。'],
    en: ['Database service', 'Relational and other databases, domestic ones included, run centrally.'],
    fulfilment: order(5),
    plans: [
      ...[false, true].flatMap((isDomestic) =>
        DATABASE_SIZES.map(([code, zh, en]) =>
          database(isDomestic, `ha-${code}`, `关系型主备 ${zh}`, `Relational HA, ${en}`),
        ),
      ),
      database(false, 'document-2c4g', '文档型 2 核 4 GiB', 'Documents, 2 cores, 4 GiB'),
      database(true, 'document-2c4g', '文档型 2 核 4 GiB', 'Documents, 2 cores, 4 GiB'),
      database(false, 'wide-column-2c4g', '宽列型 2 核 4 GiB', 'Wide columns, 2 cores, 4 GiB'),
    ],
  }),
  offering({
    // R74: deployed in one standard way, elastic in its nodes, managed from the first deployment to the last day.
    code: 'container-service',
    ...paas,
    zh: [
      '容器服务',
      '标准化部署的容器集群（Kubernetes）：节点数可弹性调整，应用从部署、升级、扩缩到下线全程管理，版本变更经审批并留有记录。',
    ],
    en: [
      'Container service',
      'Kubernetes clusters deployed in one standard way: elastic in their nodes, managed through the whole life of an application, with a record of every version.',
    ],
    fulfilment: order(5),
    plans: [
      {
        code: 'node-4c8g',
        title: { zh: '4 核 8 GiB 节点', en: 'Nodes of 4 cores, 8 GiB' },
        isRecommended: true,
        dimensions: [{ dimension: 'host', amount: { parameter: 'nodes' }, minimum: 2, recommended: 10 }],
        parameters: CONTAINERS,
      },
    ],
  }),
  offering({
    code: 'big-data',
    ...paas,
    zh: ['大数据服务', '数据仓库、流式处理、批量处理、分析挖掘，按计算节点（8 核 32 GiB）。'],
    en: [
      'Big data',
      'Warehouse, streams, batches, analysis and mining, by compute nodes of 8 cores, 32 GiB.',
    ],
    fulfilment: order(10),
    plans: [
      countedPlan('warehouse', ['数据仓库节点', 'Warehouse nodes'], 'host', BY_NODE),
      countedPlan('stream', ['流处理节点', 'Stream processing nodes'], 'host', BY_NODE),
      countedPlan('batch', ['批处理节点', 'Batch processing nodes'], 'host', BY_NODE),
      countedPlan('mining', ['分析挖掘节点', 'Nodes for analysis and mining'], 'host', BY_NODE),
    ],
  }),
  offering({
    code: 'microservice',
    ...paas,
    zh: ['微服务治理', '注册、配置、网关与链路追踪，按实例。'],
    en: ['Microservices', 'Registry, configuration, gateway and tracing, by instance.'],
    fulfilment: order(5),
    plans: [instance('standard', '标准实例', 'Standard')],
  }),
  offering({
    code: 'iot-access',
    ...paas,
    zh: ['物联网接入', '设备接入、认证与消息转发，按接入设备数配额。'],
    en: ['IoT access', 'Devices are let in, identified and heard, up to a quota of devices.'],
    fulfilment: order(5),
    plans: [countedPlan('devices', ['接入设备', 'Devices'], 'device', BY_DEVICE)],
  }),
  offering({
    code: 'blockchain',
    ...paas,
    zh: ['区块链服务', '联盟链节点，按节点。'],
    en: ['Blockchain', 'Nodes of a consortium chain.'],
    fulfilment: order(10),
    plans: [countedPlan('node', ['联盟链节点', 'Chain nodes'], 'host', BY_NODE)],
  }),
  offering({
    code: 'privacy-computing',
    ...paas,
    zh: ['隐私计算', '数据可用不可见的联合计算，按节点。'],
    en: ['Privacy computing', 'Joint computing on data that nobody else sees, by node.'],
    fulfilment: order(10),
    plans: [countedPlan('node', ['隐私计算节点', 'Computing nodes'], 'host', BY_NODE)],
  }),
  offering({
    code: 'distributed-cache',
    ...paas,
    zh: ['分布式缓存', '主备缓存实例，按实例。'],
    en: ['Distributed cache', 'Cache instances with a standby.'],
    fulfilment: order(3),
    plans: [instance('ha-4g', '主备 4 GiB', 'HA, 4 GiB'), instance('ha-16g', '主备 16 GiB', 'HA, 16 GiB')],
  }),
  offering({
    code: 'large-model',
    ...paas,
    zh: ['人工智能与大模型服务', '统一部署的大模型接口，按每月词元配额。'],
    en: ['AI and large models', 'Large models run centrally, up to a quota of tokens a month.'],
    fulfilment: order(5),
    plans: [
      countedPlan('general', ['通用大模型', 'General model'], 'million-tokens', BY_TOKENS),
      countedPlan('government', ['政务大模型', 'Government model'], 'million-tokens', BY_TOKENS),
    ],
  }),
  offering({
    code: 'application-operations',
    ...paas,
    zh: ['应用运维', '应用发布、监控与日志，按实例。'],
    en: ['Application operations', 'Releases, monitoring and logs of applications, by instance.'],
    fulfilment: order(5),
    plans: [instance('standard', '标准实例', 'Standard')],
  }),
  offering({
    code: 'application-builder',
    ...paas,
    zh: ['应用快速开发（aPaaS）', '低代码搭建政务应用，按开发账号。'],
    en: ['Application builder (aPaaS)', 'Government applications built with little code, by account.'],
    fulfilment: order(5),
    plans: [countedPlan('developer', ['开发账号', 'Developer accounts'], 'account', BY_ACCOUNT)],
  }),
  offering({
    // R83: what is licensed, and the tools to write, debug and try out software.
    code: 'support-software',
    ...paas,
    zh: [
      '支撑软件',
      '操作系统、中间件、数据库、开发工具、代码与类库、搜索引擎及编码、调试、模拟运行环境，按许可数。',
    ],
    en: [
      'Support software',
      'Operating systems, middleware, databases, development tools, libraries, search engines, and environments to code, debug and try out, by licences.',
    ],
    fulfilment: order(3),
    plans: [
      countedPlan('operating-system', ['操作系统', 'Operating system'], 'licence', BY_LICENCE),
      countedPlan('middleware', ['中间件', 'Middleware'], 'licence', BY_LICENCE),
      countedPlan('database', ['数据库软件', 'Database software'], 'licence', BY_LICENCE),
      countedPlan('development-tools', ['开发工具', 'Development tools'], 'licence', BY_LICENCE),
      countedPlan('libraries', ['代码与类库', 'Code and class libraries'], 'licence', BY_LICENCE),
      countedPlan('search-engine', ['搜索引擎', 'Search engine'], 'licence', BY_LICENCE),
      countedPlan(
        'workbench',
        ['编码、调试与模拟运行环境', 'Coding, debugging, simulated running'],
        'licence',
        BY_LICENCE,
      ),
    ],
  }),
]
