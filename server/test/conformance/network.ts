import { describe, expect, it } from 'vitest'
import type { SecurityRule } from '../../src/modules/cloud/connector.ts'
import { ALL_OUT, type Given, SSH_IN, there } from './stage.ts'
import { faultOf } from './world.ts'

const WEB_IN: SecurityRule = { ...SSH_IN, portFrom: 80, portTo: 443, remoteCidr: '0.0.0.0/0' }
const PING_IN: SecurityRule = { ...SSH_IN, protocol: 'icmp', portFrom: null, portTo: null }
const DNS_OUT: SecurityRule = { ...ALL_OUT, protocol: 'udp', portFrom: 53, portTo: 53 }
const V6_IN: SecurityRule = { ...SSH_IN, remoteCidr: '::/0' }

export function describeNetwork({ has, world, stage }: Given): void {
  if (has('router'))
    describe('change router', () => {
      it('was made with its subnet and its gateway', () => {
        const { router, subnet } = stage()
        expect(there(router).spec).toMatchObject({
          subnetRefs: [subnet.externalId],
          externalNetwork: world().cloud.externalNetwork,
        })
      })

      it('joins and leaves subnets as a set, and does nothing when it is so', async () => {
        const w = world()
        const { router, subnet, secondSubnet, projectA } = stage()
        const both = [secondSubnet.externalId, subnet.externalId]
        for (const subnetRefs of [both, [...both].reverse(), [subnet.externalId]]) {
          await w.change(
            'router',
            there(router).externalId,
            { type: 'subnets', subnetRefs },
            projectA.externalId,
          )
          const { spec } = await w.settled('router', there(router).externalId, projectA.externalId)
          expect(new Set('subnetRefs' in spec ? spec.subnetRefs : [])).toEqual(new Set(subnetRefs))
        }
      })

      it('gives up its gateway and takes it back', async () => {
        const w = world()
        const { router, projectA } = stage()
        const { externalNetwork } = w.cloud
        for (const gateway of [null, null, externalNetwork, externalNetwork]) {
          const step = { type: 'gateway', externalNetwork: gateway } as const
          await w.change('router', there(router).externalId, step, projectA.externalId)
          const { spec } = await w.settled('router', there(router).externalId, projectA.externalId)
          expect(spec).toMatchObject({ externalNetwork: gateway })
        }
      })
    })

  if (has('security-group'))
    describe('change security group', () => {
      it('makes the rules the set that was asked for, whatever was there, in any order (R63)', async () => {
        const w = world()
        const { securityGroup, projectA } = stage()
        const sets: (readonly SecurityRule[])[] = [
          [ALL_OUT, SSH_IN, WEB_IN, PING_IN, V6_IN],
          [V6_IN, PING_IN, WEB_IN, SSH_IN, ALL_OUT, SSH_IN],
          [DNS_OUT, WEB_IN],
          [],
          [ALL_OUT, SSH_IN],
        ]
        for (const rules of sets) {
          const step = { type: 'rules', rules } as const
          await w.change('security-group', there(securityGroup).externalId, step, projectA.externalId)
          const observed = await w.settled(
            'security-group',
            there(securityGroup).externalId,
            projectA.externalId,
          )
          const seen = 'rules' in observed.spec ? (observed.spec.rules ?? []) : []
          expect(seen.map(ruleKey).sort()).toEqual([...new Set(rules.map(ruleKey))].sort())
        }
      })
    })

  if (has('floating-ip'))
    describe('floating IP', () => {
      it('goes to a server with one call, moves off it, back on, and is freed', async () => {
        const w = world()
        const { server, projectA, router } = stage()
        const project = projectA.externalId
        await w.settled('router', there(router).externalId, project)
        const spec = {
          kind: 'floating-ip',
          name: `fip-${w.label}`,
          externalNetwork: w.cloud.externalNetwork,
          serverRef: server.externalId,
        } as const
        const { externalId, attributes } = await w.ready(project, spec)
        expect(attributes.addresses).toEqual([expect.stringMatching(/^\d+\.\d+\.\d+\.\d+$/)])
        const attach = { type: 'attach', serverRef: server.externalId } as const
        for (const step of [attach, { type: 'detach' }, { type: 'detach' }, attach] as const) {
          await w.change('floating-ip', externalId, step, project)
          const observed = await w.settled('floating-ip', externalId, project)
          expect(observed.spec).toMatchObject({
            serverRef: step.type === 'attach' ? server.externalId : null,
          })
        }
        await w.removed('floating-ip', externalId, project)
      })
    })

  it('refuses to remove what something else stands on', async () => {
    const w = world()
    const { network, subnet, securityGroup, projectA } = stage()
    for (const one of [subnet, network, securityGroup].filter((each) => each !== null))
      expect(
        await faultOf(w.connector.remove(one.kind, one.externalId, w.scope(projectA.externalId))),
        one.kind,
      ).toBe('conflict')
    expect(await faultOf(w.connector.remove('project', projectA.externalId, w.scope(null)))).toBe('conflict')
    expect(await w.observe('network', network.externalId, projectA.externalId)).not.toBeNull()
  })
}

function ruleKey(rule: SecurityRule): string {
  return [rule.direction, rule.protocol, rule.portFrom, rule.portTo, rule.remoteCidr].join(' ')
}
