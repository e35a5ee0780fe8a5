import { describe, expect, it } from 'vitest'
import { parseHosts, parseSettings } from './settings.ts'

const settings = (endpoint: string, options: Record<string, string> = {}) =>
  parseSettings({ cloudId: 'c', endpoint, region: null, credentials: {}, options })

describe('hosts of a registration', () => {
  it('are a list of libvirt URIs, each with a name or its address for one', () => {
    expect(
      parseHosts(
        'a=qemu+ssh://yunheng@10.0.0.11:2222/system,\n qemu+tls://kvm2.example/system; qemu+tcp://[fd00::1]/system',
      ),
    ).toMatchObject([
      { name: 'a', transport: 'ssh', user: 'yunheng', address: '10.0.0.11', port: 2222 },
      { name: 'kvm2.example', transport: 'tls', user: null, port: null },
      { name: 'fd00::1', transport: 'tcp', address: '[fd00::1]' },
    ])
    expect(parseHosts('qemu:///system')).toMatchObject([{ name: 'local', transport: 'unix', address: null }])
  })

  it.each([
    ['', /hosts/],
    ['http://10.0.0.1/', /qemu/],
    ['qemu+ext://10.0.0.1/system', /qemu/],
    ['qemu+ssh://10.0.0.1/session', /system/],
    ['qemu+ssh:///system', /host/],
    ['qemu+unix://10.0.0.1/system', /no host/],
    ['qemu+ssh://-oProxyCommand=x/system', /not a host/],
    ['qemu+ssh://a%20b@10.0.0.1/system', /not a user/],
    ['qemu+ssh://root:secret@10.0.0.1/system', /password/],
    ['qemu+ssh://10.0.0.1/system?command=/bin/sh', /not allowed/],
    ['qemu+tls://10.0.0.1/system?pkipath=/etc', /not allowed/],
    ['qemu+unix:///system?socket=relative', /not a socket/],
    ['a=qemu:///system a=qemu+ssh://10.0.0.1/system', /one name/],
  ])('%s is refused: nothing in a URI names programs or files of this machine (F20)', (endpoint, words) => {
    expect(() => parseHosts(endpoint)).toThrow(words)
  })
})

describe('settings', () => {
  it('have defaults, and refuse what libvirt or virsh would read otherwise', () => {
    expect(settings('qemu:///system')).toMatchObject({
      pool: 'default',
      imagePool: 'default',
      bridge: null,
      emulated: false,
    })
    expect(settings('qemu:///system', { pool: 'fast', graceSeconds: '0' })).toMatchObject({
      imagePool: 'fast',
      graceMs: 0,
    })
    for (const options of [
      { pool: '--all' },
      { bridge: 'br0; rm' },
      { acceleration: 'xen' },
      { graceSeconds: '-1' },
    ])
      expect(() => settings('qemu:///system', options), JSON.stringify(options)).toThrow(/./)
  })
})
