/** OpenStack, Queens (2018) and later: the kind of cloud that most government clouds are. */
import type { ConnectorKind } from '../../modules/cloud/connector.ts'
import type { Egress } from '../../platform/net/egress.ts'
import { openConnector } from './connector.ts'
import { parseSettings } from './settings.ts'

export function openstackKind(ports: { readonly now: () => Date; readonly egress: Egress }): ConnectorKind {
  return {
    kind: 'openstack',
    title: { zh: 'OpenStack', en: 'OpenStack' },
    ways: [
      {
        name: 'password',
        title: { zh: '用户名和密码', en: 'User name and password' },
        needs: ['username', 'password', 'project'],
        takes: ['domain'],
      },
      {
        name: 'application-credential',
        title: { zh: '应用凭证', en: 'Application credential' },
        needs: ['applicationCredentialId', 'applicationCredentialSecret'],
      },
    ],
    fields: [
      {
        name: 'region',
        secret: false,
        required: false,
        title: {
          zh: '区域（只有一个时可不填；多个区域各登记一次）',
          en: 'Region (may be left out where there is but one; each is registered by itself)',
        },
        placeholder: 'RegionOne',
      },
      {
        name: 'username',
        secret: false,
        required: false,
        title: { zh: '管理员用户名', en: 'Administrator' },
        placeholder: 'admin',
      },
      { name: 'password', secret: true, required: false, title: { zh: '密码', en: 'Password' } },
      {
        name: 'project',
        secret: false,
        required: false,
        title: { zh: '管理员所在项目', en: "Administrator's project" },
        placeholder: 'admin',
      },
      {
        name: 'applicationCredentialId',
        secret: false,
        required: false,
        title: {
          zh: '应用凭证 ID（由管理员创建，角色含 admin）',
          en: 'ID of the application credential (made by an administrator, with the role admin)',
        },
      },
      {
        name: 'applicationCredentialSecret',
        secret: true,
        required: false,
        title: { zh: '应用凭证密钥', en: 'Secret of the application credential' },
      },
      {
        name: 'domain',
        secret: false,
        required: false,
        title: { zh: '用户域（默认 Default）', en: 'Domain (Default unless said otherwise)' },
        placeholder: 'Default',
      },
      {
        name: 'caCertificate',
        secret: false,
        required: false,
        title: { zh: 'CA 证书（PEM，自签名时填写）', en: 'CA certificate (PEM, for private authorities)' },
      },
      {
        name: 'projectRole',
        secret: false,
        required: false,
        title: {
          zh: '在租户项目中使用的角色（默认 member）',
          en: "Role in tenants' projects (member unless said otherwise)",
        },
        placeholder: 'member',
      },
      {
        name: 'interface',
        secret: false,
        required: false,
        title: {
          zh: '使用目录中的哪类地址：public（默认）、internal 或 admin',
          en: 'Which addresses of the catalogue: public (default), internal or admin',
        },
        placeholder: 'public',
      },
      {
        name: 'quotas',
        secret: false,
        required: false,
        title: {
          zh: 'OpenStack 自身配额：lift 解除（默认），keep 保留',
          en: "OpenStack's own quotas: lift (default) or keep",
        },
        placeholder: 'lift',
      },
      {
        name: 'createFlavors',
        secret: false,
        required: false,
        title: {
          zh: '缺少相同规格时新建规格：yes（默认）或 no',
          en: 'Make flavors of a size that is missing: yes (default) or no',
        },
        placeholder: 'yes',
      },
    ],
    refuseEndpoint: async (endpoint) =>
      URL.canParse(endpoint.trim()) ? ports.egress.refuseHost(new URL(endpoint.trim()).hostname) : null,
    connect: (settings) => openConnector(parseSettings(settings), ports.now, ports.egress),
  }
}
