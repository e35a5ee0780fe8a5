import { describe, expect, it } from 'vitest'
import { codeOf, faultKind, faultOfTransport, refuse, unless, wordsOf } from './fault.ts'

const JSON_TYPE = 'application/json; charset=UTF-8'

describe('wordsOf', () => {
  it.each([
    [
      'Nova',
      { badRequest: { code: 400, message: 'Invalid key_name provided.' } },
      'Invalid key_name provided.',
      null,
    ],
    [
      'Keystone',
      { error: { code: 401, message: 'Requires authentication.', title: 'Unauthorized' } },
      'Requires authentication.',
      null,
    ],
    [
      'Neutron',
      { NeutronError: { type: 'OverQuota', message: 'Quota exceeded', detail: '' } },
      'Quota exceeded',
      'OverQuota',
    ],
    [
      'Placement',
      { errors: [{ status: 404, title: 'Not Found', detail: 'No such thing' }] },
      'No such thing',
      null,
    ],
    [
      'Octavia',
      { faultcode: 'Client', faultstring: 'Load Balancer 8c is immutable', debuginfo: null },
      'Load Balancer 8c is immutable',
      null,
    ],
    ['a proxy', { message: 'upstream is down' }, 'upstream is down', null],
  ])('finds the words of %s', (_, body, message, type) => {
    expect(wordsOf(JSON.stringify(body), JSON_TYPE)).toEqual({ message, type })
  })

  it("takes the text out of Glance's HTML", () => {
    const html =
      '<html><head><title>404 Not Found</title></head><body><h1>404 Not Found</h1>No image found<br /></body></html>'
    expect(wordsOf(html, 'text/html').message).toBe('404 Not Found No image found')
  })

  it('survives broken JSON and never repeats a whole page', () => {
    expect(wordsOf('{"badRequest": {"mess', JSON_TYPE).message).toBe('{"badRequest": {"mess')
    expect(wordsOf('x'.repeat(10_000), 'text/plain').message.length).toBeLessThan(600)
  })
})

describe('faultKind', () => {
  it.each([
    [400, 'Name is too long', null, null, 'invalid'],
    [400, 'Invalid volume: Volume still has 1 dependent snapshots.', null, null, 'conflict'],
    [400, 'Network 8c could not be found.', null, null, 'not-found'],
    [401, '', null, null, 'unauthenticated'],
    [403, 'Policy does not allow this', null, null, 'forbidden'],
    [403, 'Quota exceeded for cores: Requested 2, but already used 20 of 20 cores', null, null, 'quota'],
    [404, 'gone', null, null, 'not-found'],
    [404, 'no gateway', 'ExternalGatewayForFloatingIPNotFound', null, 'conflict'],
    [409, 'Router is in use', 'RouterInUse', null, 'conflict'],
    [409, 'Quota exceeded', 'OverQuota', null, 'quota'],
    [409, 'No more IP addresses', 'IpAddressGenerationFailure', null, 'capacity'],
    [413, 'VolumeLimitExceeded', null, null, 'quota'],
    [413, 'Over limit', null, 5000, 'rate-limited'],
    [429, 'slow down', null, 5000, 'rate-limited'],
    [500, 'oops', null, null, 'internal'],
    [502, 'bad gateway', null, null, 'unreachable'],
    [503, 'no server is available', null, null, 'unreachable'],
    [504, 'too slow', null, null, 'timeout'],
    [302, '', null, null, 'nonsense'],
    [418, 'teapot', null, null, 'invalid'],
    [599, 'whatever', null, null, 'internal'],
  ] as const)('%i “%s” (%s) is %5$s', (status, message, type, retryAfterMs, fault) => {
    expect(faultKind(status, { message, type }, retryAfterMs)).toBe(fault)
  })
})

describe('faultOfTransport', () => {
  const error = (code: string) => Object.assign(new Error('words'), { code })

  it.each([
    ['ECONNREFUSED', 'unreachable'],
    ['ENOTFOUND', 'unreachable'],
    ['ECONNRESET', 'unreachable'],
    ['DEPTH_ZERO_SELF_SIGNED_CERT', 'unreachable'],
    ['UND_ERR_HEADERS_TIMEOUT', 'timeout'],
    ['UND_ERR_RES_CONTENT_LENGTH_MISMATCH', 'nonsense'],
    ['HPE_INVALID_CONSTANT', 'nonsense'],
  ])('%s is %s', (code, fault) => {
    expect(faultOfTransport('GET /', error(code), false)).toMatchObject({ fault })
  })

  it('a call that was ended is a timeout, whatever the socket says', () => {
    expect(faultOfTransport('GET /', error('ECONNRESET'), true).fault).toBe('timeout')
  })

  it('looks beneath for the code', () => {
    expect(codeOf(new Error('a', { cause: new Error('b', { cause: error('EPIPE') }) }))).toBe('EPIPE')
    expect(codeOf('text')).toBe('')
  })
})

describe('unless', () => {
  it('replaces the one fault and passes every other', async () => {
    expect(await unless('not-found', Promise.reject(refuse('not-found', 'gone')), null)).toBeNull()
    await expect(unless('not-found', Promise.reject(refuse('conflict', 'busy')), null)).rejects.toThrow(
      'busy',
    )
    await expect(unless('not-found', Promise.reject(new TypeError('bug')), null)).rejects.toThrow(TypeError)
  })
})
