import { Link, useNavigate, useRouter } from '@tanstack/react-router'
import { type ComponentProps, type ReactNode, useCallback } from 'react'
import type { Place } from '../paths.ts'

interface GoToProps extends Omit<ComponentProps<'a'>, 'href'> {
  readonly to: Place
  readonly children: ReactNode
}

/** A link to a place. Its target comes from the path builder, never from a string. */
export function GoTo({ to, children, ...rest }: GoToProps) {
  return (
    <Link
      {...rest}
      to={to.path as '/'}
      search={to.search as never}
      preload="intent"
      activeOptions={{ exact: true }}
    >
      {children}
    </Link>
  )
}

export function useGoTo(): (to: Place, options?: { readonly replace?: boolean }) => void {
  const navigate = useNavigate()
  return useCallback(
    (place, options) => {
      void navigate({
        to: place.path as '/',
        search: place.search as never,
        replace: options?.replace ?? false,
      })
    },
    [navigate],
  )
}

/** Opens an address that came from outside the code (the page asked for before signing in). */
export function useGoToHref(): (address: string) => void {
  const router = useRouter()
  return useCallback((address) => router.history.push(address.startsWith('/') ? address : '/'), [router])
}
