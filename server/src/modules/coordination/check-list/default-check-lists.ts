/**
 * The first check list of each of the four guiding roles (R47): our own proposal, put together from laws and standards in
 * force; each authority replaces it by its own.
 */
import type { CheckListItem, CheckSubject } from '@yunheng/contract'

const item = (
  code: string,
  zh: string,
  en: string,
  clause: string,
  ...subjects: CheckSubject[]
): CheckListItem => ({ code, title: { zh, en }, clause, subjects })

interface DefaultList {
  readonly title: { readonly zh: string; readonly en: string }
  readonly items: readonly CheckListItem[]
}

export const DEFAULT_CHECK_LISTS = {
  cyberspace: {
    title: { zh: '网络安全指导检查清单', en: 'Check list of network security' },
    items: [
      item(
        'responsibility',
        '网络安全责任制落实，负责人与联系人明确',
        'Responsibility for network security is laid down, with a named person',
        '《网络安全法》第二十一条',
        'body',
        'system',
      ),
      item(
        'emergency-plan',
        '有网络安全事件应急预案，一年内演练过',
        'There is an emergency plan, rehearsed within a year',
        '《网络安全法》第二十五条',
        'body',
        'system',
        'cloud',
      ),
      item(
        'cloud-assessment',
        '云平台通过云计算服务安全评估',
        'The cloud has passed the security assessment of cloud services',
        '《云计算服务安全评估办法》第三条',
        'cloud',
      ),
      item(
        'logs',
        '网络日志留存不少于六个月',
        'Network logs are kept for six months at least',
        '《网络安全法》第二十一条（三）',
        'system',
        'cloud',
      ),
      item(
        'important-data',
        '重要数据目录与分类分级保护落实',
        'Important data is catalogued, classified and protected',
        '《数据安全法》第二十一条',
        'body',
        'system',
      ),
      item(
        'warnings',
        '网络安全预警与通报按时处置反馈',
        'Warnings and notifications are acted on in time',
        '《网络安全法》第五十一条',
        'body',
        'cloud',
      ),
    ],
  },
  'public-security': {
    title: { zh: '网络安全等级保护监督检查清单', en: 'Check list of classified protection' },
    items: [
      item(
        'filing',
        '系统已定级并向公安机关备案',
        'The system is classified and filed with public security',
        '《信息安全等级保护管理办法》第十五条',
        'system',
      ),
      item(
        'assessment',
        '第三级系统每年至少测评一次',
        'A system of level 3 is assessed once a year at least',
        '《信息安全等级保护管理办法》第十四条',
        'system',
        'cloud',
      ),
      item(
        'access-control',
        '安全组与边界策略按最小必要配置',
        'Security groups and borders allow the least that is needed',
        'GB/T 22239-2019 8.1.3.2',
        'system',
        'cloud',
      ),
      item(
        'accounts',
        '重要操作双因子鉴别，无共用账号',
        'Two factors for important acts, no shared accounts',
        'GB/T 22239-2019 8.1.4.1',
        'system',
        'cloud',
      ),
      item(
        'backup',
        '重要数据异地备份，恢复演练有记录',
        'Important data is backed up elsewhere, restoring is rehearsed',
        'GB/T 22239-2019 8.1.4.9',
        'system',
        'cloud',
      ),
      item(
        'incident-report',
        '网络安全事件按规定报告公安机关',
        'Incidents are reported to public security as laid down',
        '《网络安全法》第二十五条',
        'body',
        'cloud',
      ),
    ],
  },
  xinchuang: {
    title: { zh: '信息技术应用创新检查清单', en: 'Check list of domestic technology' },
    items: [
      item(
        'plan',
        '有信创替代计划并按年度推进',
        'There is a plan of replacement, followed year by year',
        '盐政办发〔2024〕7号 四(一)',
        'body',
      ),
      item(
        'pool',
        '云平台提供国产化资源池，芯片与操作系统在目录内',
        'The cloud offers a domestic pool with listed chips and systems',
        '盐政办发〔2024〕7号 四(一)',
        'cloud',
      ),
      item(
        'stack',
        '新建系统的操作系统、数据库、中间件为国产化产品',
        'A new system runs on a domestic operating system, database and middleware',
        '盐政办发〔2024〕7号 四(一)',
        'system',
      ),
      item(
        'compatibility',
        '完成适配测试，问题清单已销号',
        'Compatibility is tested and its findings are settled',
        '盐政办发〔2024〕7号 四(一)',
        'system',
        'cloud',
      ),
    ],
  },
  cipher: {
    title: { zh: '商用密码应用检查清单', en: 'Check list of cipher use' },
    items: [
      item(
        'plan',
        '密码应用方案经评估通过',
        'The plan of cipher use has been assessed',
        '《商用密码管理条例》第三十八条',
        'system',
        'cloud',
      ),
      item(
        'evaluation',
        '每年至少开展一次商用密码应用安全性评估',
        'Cipher use is evaluated once a year at least',
        '《商用密码管理条例》第三十八条',
        'system',
        'cloud',
      ),
      item(
        'algorithms',
        '使用国家认可的密码算法（SM2/SM3/SM4）',
        'Approved algorithms are used (SM2, SM3, SM4)',
        'GB/T 39786-2021 9.1',
        'system',
        'cloud',
      ),
      item(
        'keys',
        '密钥全生命周期管理，密码产品经检测认证',
        'Keys are managed all their life, products are certified',
        'GB/T 39786-2021 9.2',
        'system',
        'cloud',
      ),
      item(
        'management',
        '密码管理制度、人员与应急处置明确',
        'Rules, people and emergencies of cipher use are laid down',
        'GB/T 39786-2021 9.5',
        'body',
        'cloud',
      ),
    ],
  },
} as const satisfies Record<string, DefaultList>
