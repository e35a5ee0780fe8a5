export { CHANGES_CHANNEL, createDispatcher, type Dispatcher, type Subscriber } from './dispatcher.ts'
export { type DomainEvent, type EventDraft, insertEvent } from './outbox-store.ts'
