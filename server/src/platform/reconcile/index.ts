export {
  createReconcileRunner,
  type ReconcileResult,
  type ReconcileRunner,
  type Reconciler,
} from './reconcile.ts'
export { insertNudge } from './reconcile-store.ts'
