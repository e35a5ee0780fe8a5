/** Notices to people. See README.md. */
export { createNoticeSubscribers, forgetNotices, type NoticeRule, type NoticeTelling } from './notice.ts'
export { noticeRoutes } from './notice-routes.ts'
export { taskNotices } from './task-notices.ts'
