import type { Reason } from './reasons.ts'

/** What identity may answer. Sign-in never tells whether the name or the password was wrong. */
export const identityReasons = {
  'identity.sign_in_failed': {
    kind: 'unauthenticated',
    zh: '用户名或口令不正确。',
    en: 'The user name or the password is not right.',
  },
  'identity.second_factor_required': {
    kind: 'unauthenticated',
    zh: '请输入动态口令或恢复码。',
    en: 'Enter the code of your authenticator, or a recovery code.',
  },
  'identity.second_factor_wrong': {
    kind: 'unauthenticated',
    zh: '动态口令或恢复码不正确，或已使用过。',
    en: 'The code is not right, or it was used already.',
  },
  'identity.account_locked': {
    kind: 'rate_limited',
    zh: '连续失败次数过多，账号已锁定，请于 {minutes} 分钟后再试，或请管理员解锁。',
    en: 'Too many failures: the account is locked. Try again in {minutes} minutes, or ask an administrator.',
  },
  'identity.account_disabled': {
    kind: 'forbidden',
    zh: '账号已停用，请联系本单位管理员。',
    en: 'The account is disabled. Ask the administrator of your body.',
  },
  'identity.too_many_attempts': {
    kind: 'rate_limited',
    zh: '登录尝试过于频繁，请于 {seconds} 秒后再试。',
    en: 'Too many sign-in attempts. Try again in {seconds} seconds.',
  },
  'identity.password_wrong': {
    kind: 'precondition',
    zh: '当前口令不正确。',
    en: 'The current password is not right.',
  },
  'identity.password_weak': {
    kind: 'invalid',
    zh: '口令至少 {minLength} 位，且须包含大写字母、小写字母、数字、其他符号中的 {minClasses} 类。',
    en: 'Use at least {minLength} characters and {minClasses} of: upper case, lower case, digits, other signs.',
  },
  'identity.password_common': {
    kind: 'invalid',
    zh: '该口令过于常见或规律过于简单，请另选。',
    en: 'This password is too common or too regular. Choose another.',
  },
  'identity.password_contains_name': {
    kind: 'invalid',
    zh: '口令不能包含用户名。',
    en: 'The password may not contain the user name.',
  },
  'identity.password_reused': {
    kind: 'invalid',
    zh: '不能使用最近 {history} 次用过的口令。',
    en: 'The last {history} passwords may not be used again.',
  },
  'identity.totp_bound': {
    kind: 'conflict',
    zh: '已绑定动态口令。',
    en: 'An authenticator is bound already.',
  },
  'identity.totp_not_begun': {
    kind: 'precondition',
    zh: '请先开始绑定动态口令。',
    en: 'Begin to bind an authenticator first.',
  },
  'identity.totp_not_bound': {
    kind: 'precondition',
    zh: '尚未绑定动态口令。',
    en: 'No authenticator is bound.',
  },
  'identity.totp_mandatory': {
    kind: 'precondition',
    zh: '您的账号必须使用动态口令，不能解除。',
    en: 'Your account must use an authenticator, so it cannot be removed.',
  },
  'identity.post_not_held': {
    kind: 'precondition',
    zh: '您没有该岗位，或其任期已结束。',
    en: 'You do not hold this post, or its term has ended.',
  },
  'identity.administrators_exist': {
    kind: 'conflict',
    zh: '平台已有管理员，不再由命令建立。请由安全管理员授予岗位。',
    en: 'The platform has administrators already: none is made by command any more. Ask the security administrator.',
  },
  'identity.username_taken': { kind: 'conflict', zh: '用户名已被使用。', en: 'This user name is taken.' },
  'identity.person_has_account': {
    kind: 'conflict',
    zh: '该人员已有账号。',
    en: 'This person has an account already.',
  },
  'identity.account_own': {
    kind: 'precondition',
    zh: '不能对本人的账号执行此操作。',
    en: 'This cannot be done to your own account.',
  },
  'identity.account_beyond_scope': {
    kind: 'forbidden',
    zh: '该人员在您的管理范围之外还任有岗位，请由上级管理员处理。',
    en: 'This person also holds a post beyond your scope. An administrator above you must do this.',
  },
  'identity.account_state': {
    kind: 'precondition',
    zh: '账号当前状态不允许此操作。',
    en: 'The account is not in a state that allows this.',
  },
  'identity.certificate_off': {
    kind: 'precondition',
    zh: '平台未启用证书登录。请用用户名与口令登录，或请运维人员配置采信的根证书。',
    en: 'Sign-in by certificate is not configured. Use name and password, or ask whoever runs the platform to configure the CAs.',
  },
  'identity.certificate_missing': {
    kind: 'unauthenticated',
    zh: '没有收到您的证书。请插入证书介质，关闭浏览器后重新打开并选择证书。',
    en: 'No certificate came with the call. Insert its token, close the browser, open it again and choose the certificate.',
  },
  'identity.certificate_sender_untrusted': {
    kind: 'forbidden',
    zh: '证书信息来自地址 {address}，它不是可信反向代理，已拒绝。请从平台的正式网址访问。',
    en: 'The certificate was handed on by {address}, which is no trusted reverse proxy. Use the platform’s official address.',
  },
  'identity.certificate_unreadable': {
    kind: 'invalid',
    zh: '无法解析证书。请提供一张 PEM 格式的 X.509 证书。',
    en: 'The certificate cannot be read. Give one X.509 certificate in PEM.',
  },
  'identity.certificate_untrusted': {
    kind: 'unauthenticated',
    zh: '证书不是由平台采信的电子政务 CA 签发的。请换用正确的证书。',
    en: 'The certificate was not issued by a CA that the platform believes. Use the right one.',
  },
  'identity.certificate_expired': {
    kind: 'unauthenticated',
    zh: '证书已于 {day} 过期，请向电子政务 CA 换发。',
    en: 'The certificate expired on {day}. Have the CA renew it.',
  },
  'identity.certificate_not_yet_valid': {
    kind: 'unauthenticated',
    zh: '证书自 {day} 起才有效。',
    en: 'The certificate is valid only from {day} on.',
  },
  'identity.certificate_wrong_use': {
    kind: 'unauthenticated',
    zh: '证书的用途不含客户端身份认证。请换用签名（身份认证）证书。',
    en: 'The certificate is not made for client authentication. Use your signing certificate.',
  },
  'identity.certificate_revoked': {
    kind: 'unauthenticated',
    zh: '证书已被吊销。请联系电子政务 CA 与本单位管理员。',
    en: 'The certificate is revoked. Ask the CA and the administrator of your body.',
  },
  'identity.certificate_revocation_unknown': {
    kind: 'unauthenticated',
    zh: '平台没有签发者当前有效的吊销列表，无法确认证书未被吊销。请联系运维人员更新吊销列表。',
    en: 'The platform has no revocation list of the issuer that holds now, so the certificate is not let in. Ask whoever runs the platform to renew the list.',
  },
  'identity.certificate_not_bound': {
    kind: 'unauthenticated',
    zh: '证书有效，但未绑定到任何账号。请联系本单位管理员绑定。',
    en: 'The certificate is sound but bound to no account. Ask the administrator of your body to bind it.',
  },
  'identity.certificate_taken': {
    kind: 'conflict',
    zh: '该证书已绑定，一张证书只能属于一个账号。请先解绑。',
    en: 'The certificate is bound already: it belongs to one account only. Unbind it first.',
  },
  'identity.certificate_limit': {
    kind: 'capacity',
    zh: '每个账号最多绑定 {limit} 张证书，请先解绑不用的。',
    en: 'An account has at most {limit} certificates. Unbind one that is not used.',
  },
  'identity.token_limit': {
    kind: 'capacity',
    zh: '有效的访问令牌已达上限（{limit} 个），请先吊销不用的令牌。',
    en: 'The limit of {limit} live API tokens is reached. End one that is not used.',
  },
  'identity.token_expired': {
    kind: 'unauthenticated',
    zh: '访问令牌已到期，请重新创建。',
    en: 'The API token has expired. Create another.',
  },
  'identity.token_read_only': {
    kind: 'forbidden',
    zh: '该访问令牌只能读取。',
    en: 'This API token may only read.',
  },
} as const satisfies Record<string, Reason>
