import { useSide } from './persona.ts'
import { useSession } from './session.ts'

/** Who enters for his own body need not look for it; the centre enters for those who cannot. */
export function useOwnBody(): { readonly bodyId?: string } {
  const { actingPost } = useSession()
  const isDepartment = useSide() === 'department'
  return isDepartment && actingPost ? { bodyId: actingPost.bodyId } : {}
}
