export { CHANGES_CHANNEL, createDispatcher, type Dispatcher, type Subscriber } from './dispatcher.ts'
export type { DomainEvent, EventDraft } from './event.ts'
export { insertEvent } from './outbox-store.ts'
