import {
  homeOperations,
  noticeOperations,
  protectionOperations as operations,
  type ProtectionCoverage,
  type VpnAccount,
} from '@yunheng/contract'
import { beforeAll, describe, expect, it } from 'vitest'
import { actOnOrder, handInEvidence, orderOf } from '../../../test/kit/by-hand.ts'
import { setupCtx } from '../../../test/kit/clouds.ts'
import { well } from '../../../test/kit/journey.ts'
import { useServer } from '../../../test/kit/server.ts'
import { givenSupply, type Supply } from '../../../test/kit/supply.ts'
import { createDispatcher } from '../../platform/events/index.ts'
import { createNoticeSubscribers } from '../notice/index.ts'
import { percentOf } from './coverage/coverage.ts'
import { protectionNotices, vpnAccountClock } from './index.ts'
import { nextReminder, refuseEnd, SAID_ENDED, stateOf } from './vpn/vpn-account.ts'

const TODAY = '2026-09-15'
const days = { today: TODAY, reminders: [15, 7, 1] }
const account = (expires_on: string, more: object = {}) => ({
  expires_on,
  revoked_at: null,
  is_served: true,
  reminded_days: null,
  ...more,
})

describe('the end of a VPN account', () => {
  it.each([
    ['2026-10-01', {}, 'active', null],
    ['2026-09-30', {}, 'expiring', 15],
    ['2026-09-30', { reminded_days: 15 }, 'expiring', null],
    ['2026-09-20', { reminded_days: 15 }, 'expiring', 7],
    ['2026-09-15', { reminded_days: 7 }, 'expiring', 1],
    ['2026-09-14', { reminded_days: 1 }, 'expired', SAID_ENDED],
    ['2026-09-14', { reminded_days: SAID_ENDED }, 'expired', null],
    ['2026-09-14', { revoked_at: new Date() }, 'revoked', null],
    ['2026-10-01', { is_served: false }, 'revoked', null],
  ])('%s %o is %s, and %s days are to be said', (expiresOn, more, state, said) => {
    expect(stateOf(account(expiresOn, more), days)).toBe(state)
    expect(nextReminder(account(expiresOn, more), days)).toBe(said)
  })

  it('lies between today and the end of the VPN itself', () => {
    const of = (day: string) => refuseEnd(day, TODAY, '2027-06-30')
    expect([of('2026-09-14'), of('2026-09-15'), of('2027-06-30'), of('2027-07-01')]).toEqual([
      'vpn-account.end_out_of_reach',
      null,
      null,
      'vpn-account.end_out_of_reach',
    ])
  })
})

describe('a share of hosts', () => {
  it('says 100 % only of all, and nothing where there is none', () => {
    expect(percentOf({ hosts: 0, protected: 0 })).toBeNull()
    expect(percentOf({ hosts: 10_000, protected: 9_999 })).toBe(99.9)
    expect(percentOf({ hosts: 3, protected: 3 })).toBe(100)
  })
})

const server = useServer()
const people = () => server.current.world.people
let supply: Supply

beforeAll(async () => {
  supply = await givenSupply(server.current)
}, 60_000)

/** A service of this offering, approved and delivered by hand. */
async function givenService(offeringCode: string, parameters: object, isDelivered = true): Promise<string> {
  const plan = {
    id: server.current.ids.next(),
    code: 'one',
    title: { zh: offeringCode, en: offeringCode },
    offeringCode,
  }
  const [id = ''] = await supply.approve({
    plan,
    fulfilment: { by: 'work-order', workingDays: 3 },
    dimensions: {},
    parameters: { ...parameters },
  })
  await supply.settle()
  if (isDelivered) await deliver(id)
  return id
}

async function deliver(id: string): Promise<void> {
  const order = await orderOf(server.current, id)
  if (order === undefined) throw new Error('no work order')
  const { providerOperator, departmentApplicant } = people()
  await actOnOrder(server.current, providerOperator, order, 'accept')
  await handInEvidence(server.current, order)
  await actOnOrder(server.current, providerOperator, order, 'deliver', { note: '已开通' })
  await actOnOrder(server.current, departmentApplicant, order, 'confirm', { comment: null })
  await supply.settle()
}

describe('VPN accounts (R64)', () => {
  let vpnId = ''
  let first: VpnAccount

  beforeAll(async () => {
    vpnId = await givenService('vpn', { accounts: 2, owner: '韩知', expiresOn: '2026-12-31' })
  }, 60_000)

  const open = (as: ReturnType<typeof people>['centre'], body: object) =>
    server.current.call(as, operations.openVpnAccount, {
      body: { resourceId: vpnId, account: 'han.zhi', owner: '韩知', expiresOn: '2026-09-25', ...body },
    })
  const list = async (as: ReturnType<typeof people>['centre'], query: object = {}) =>
    (await well(server.current.call(as, operations.vpnAccounts, { query }))).items

  it('R64 an account has its owner, system and end, belongs to a VPN that was delivered, and never outlives it', async () => {
    const { providerOperator, otherProviderOperator, centre } = people()
    const opened = await open(providerOperator, {})
    expect(opened.status).toBe(201)
    first = opened.body
    expect(first).toMatchObject({
      account: 'han.zhi',
      owner: '韩知',
      system: { id: supply.systemId },
      expiresOn: '2026-09-25',
      expiresAtMost: '2026-12-31',
      state: 'expiring',
      openedOn: TODAY,
    })
    expect((await open(centre, { account: 'a' })).status).toBe(403)
    const reasons = []
    for (const [as, body] of [
      [otherProviderOperator, { account: 'b' }],
      [providerOperator, { account: 'c', expiresOn: '2027-01-01' }],
      [providerOperator, { account: 'HAN.ZHI' }],
      [providerOperator, { account: 'd', resourceId: server.current.ids.next() }],
    ] as const)
      reasons.push((await open(as, body)).problem.reason)
    expect(reasons).toEqual([
      'vpn-account.not_vpn',
      'vpn-account.end_out_of_reach',
      'vpn-account.taken',
      'vpn-account.not_vpn',
    ])
    expect((await open(providerOperator, { account: 'li.yun', expiresOn: '2026-12-31' })).status).toBe(201)
    const third = await open(providerOperator, { account: 'wang.an' })
    expect([third.problem.reason, third.problem.detail]).toEqual([
      'vpn-account.too_many',
      expect.stringContaining('2 个账号'),
    ])
  })

  it('R64 is seen by its department, its provider and the regulator, and by no other', async () => {
    const { departmentApplicant, providerAdmin, centre, otherApplicant, otherProviderOperator } = people()
    for (const persona of [departmentApplicant, providerAdmin, centre])
      expect((await list(persona)).map(({ account: name }) => name)).toEqual(['han.zhi', 'li.yun'])
    for (const persona of [otherApplicant, otherProviderOperator]) expect(await list(persona)).toEqual([])
  })

  it('R64 its people are reminded before the end and told of it, once each; expired ones are listed', async () => {
    const { clock, database, call } = server.current
    const ctx = setupCtx(server.current)
    const look = async () => {
      for (const id of (await vpnAccountClock.sweep?.(ctx)) ?? [])
        await vpnAccountClock.reconcile(ctx, id, AbortSignal.timeout(5_000))
      const { rows } = await database.owner.query<{ type: string }>(
        `select type from outbox where aggregate_id = $1 and type ~ 'reminded|expired' order by id`,
        [first.id],
      )
      return rows.map(({ type }) => type)
    }
    expect(await look()).toEqual(['vpn-account.reminded'])
    expect(await look()).toEqual(['vpn-account.reminded'])
    clock.set('2026-09-26T04:00:00.000Z')
    const said = ['vpn-account.reminded', 'vpn-account.expired']
    expect(await look()).toEqual(said)
    expect(await look()).toEqual(said)
    const subscribers = createNoticeSubscribers(protectionNotices)
    const dispatcher = createDispatcher(database, () => ctx.asSystem('events'), subscribers)
    dispatcher.start()
    const told = async () => {
      const { body } = await call(people().departmentApplicant, noticeOperations.list, { query: {} })
      return body.items.filter(({ objectId }) => objectId === first.id).map(({ kind }) => kind)
    }
    await expect.poll(told).toEqual(expect.arrayContaining(said))
    await dispatcher.stop()
    expect((await list(people().centre, { state: 'expired' })).map(({ id }) => id)).toEqual([first.id])
    const home = await well(server.current.call(people().departmentApplicant, homeOperations.summary))
    expect(home.figures.find(({ key }) => key === 'vpn-accounts-expired')?.value).toBe(1)
  })

  it('R64 is renewed within the VPN’s own term, and revoked with a reason; a freed place may be used again', async () => {
    const { call } = server.current
    const { departmentAdmin, providerOperator } = people()
    const params = { id: first.id }
    const renew = (expiresOn: string, version: number) =>
      call(departmentAdmin, operations.renewVpnAccount, { params, body: { version, expiresOn } })
    expect((await renew('2027-02-01', first.version)).problem.reason).toBe('vpn-account.end_out_of_reach')
    const renewed = await well(renew('2026-12-31', first.version))
    expect(renewed).toMatchObject({ state: 'active', expiresOn: '2026-12-31' })
    expect((await renew('2026-12-31', first.version)).problem.reason).toBe('common.version_stale')
    const body = { version: renewed.version, reason: '离职' }
    const revoked = await well(call(departmentAdmin, operations.revokeVpnAccount, { params, body }))
    expect(revoked).toMatchObject({ state: 'revoked', revokeReason: '离职' })
    expect(revoked.actions.renew).toEqual({ allowed: false, reason: 'vpn-account.revoked' })
    expect((await open(providerOperator, { account: 'han.zhi', expiresOn: '2026-12-31' })).status).toBe(201)
  })
})

describe('hosts with anti-virus (R67)', () => {
  const coverage = async (as = people().centre): Promise<ProtectionCoverage | undefined> =>
    (await well(server.current.call(as, operations.coverage))).items.find(
      ({ service }) => service === 'anti-virus',
    )
  const unprotected = async (as = people().centre) =>
    (await well(server.current.call(as, operations.unprotected, { query: { service: 'anti-virus' } }))).items
  const givenHosts = async (quantity: number) => {
    const ids = await supply.approve({ quantity })
    await supply.settle()
    const rows = await Promise.all(ids.map((id) => supply.row(id)))
    return rows.flatMap(({ id, kind }) => (kind === 'server' ? [id] : []))
  }

  it('R67 is protected hosts ÷ hosts, read off what was delivered: not what is under way, not what another system ordered', async () => {
    expect(await coverage()).toMatchObject({ hosts: 0, protectedHosts: 0, percent: null })
    const hosts = await givenHosts(3)
    expect(hosts).toHaveLength(3)
    expect(await coverage()).toMatchObject({ hosts: 3, protectedHosts: 0, percent: 0 })

    const subscription = await givenService('anti-virus', { hosts: 1 }, false)
    expect((await coverage())?.protectedHosts).toBe(0)
    await deliver(subscription)
    expect(await coverage()).toMatchObject({ hosts: 3, protectedHosts: 1, percent: 33.3 })

    // What is named comes first; what is left of the number goes to the oldest of the others.
    await givenService('anti-virus', { hosts: 1, serverIds: [hosts[2]] })
    expect(await coverage()).toMatchObject({ hosts: 3, protectedHosts: 2, percent: 66.6 })
    const bare = await unprotected()
    expect(bare.map(({ id }) => id)).toEqual([hosts[1]])
    expect(bare[0]).toMatchObject({ system: { id: supply.systemId }, protectionLevel: 2 })
    await givenService('intrusion-prevention', { hosts: 3 })
    expect((await coverage())?.protectedHosts).toBe(2)
    await givenService('anti-virus', { hosts: 40 })
    expect(await coverage()).toMatchObject({ hosts: 3, protectedHosts: 3, percent: 100 })
    expect(await unprotected()).toEqual([])
  })

  it('R67 follows the ledger when hosts come and go, and each sees the share of what is his', async () => {
    const [late = ''] = await givenHosts(1)
    await server.current.database.owner.query(`update resource set presence = 'absent' where id = $1`, [late])
    expect((await coverage())?.hosts).toBe(3)
    expect(await coverage(people().departmentApplicant)).toMatchObject({ hosts: 3, percent: 100 })
    expect(await coverage(people().otherApplicant)).toMatchObject({ hosts: 0, percent: null })
    // No operation takes the figure: nothing about coverage can be written at all.
    const { routes } = server.current.composition
    const writing = routes.filter(
      ({ operation: { id, method } }) => id.startsWith('protection.') && method !== 'GET',
    )
    expect(writing).toEqual([])
  })
})

describe('Web systems without a protection gateway (R65)', () => {
  const findings = async (as = people().centre) =>
    (await well(server.current.call(as, operations.unprotectedSites, { query: {} }))).items

  it('R65 a Web system in use gets a finding until its gateway is delivered, and one without pages gets none', async () => {
    const { systemId } = supply
    const found = { id: systemId, protectionLevel: 2, isOrdered: false }
    expect(await findings()).toMatchObject([found])
    expect(await findings(people().departmentApplicant)).toMatchObject([found])
    expect(await findings(people().otherApplicant)).toEqual([])
    const { owner } = server.current.database
    const setWeb = (hasWeb: boolean) =>
      owner.query('update system set has_web = $2 where id = $1', [systemId, hasWeb])
    await setWeb(false)
    expect(await findings()).toEqual([])
    await setWeb(true)
    const gateway = await givenService('web-protection', { domain: 'zwfw.example.cn' }, false)
    expect(await findings()).toMatchObject([{ id: systemId, isOrdered: true }])
    await deliver(gateway)
    expect(await findings()).toEqual([])
  })
})
