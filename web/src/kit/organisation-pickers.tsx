import { organisationOperations } from '@yunheng/contract'
import { useText } from '../text/index.ts'
import type { WidgetProps } from './form/index.ts'
import { Picker } from './picker.tsx'

type Chosen = { readonly chosen?: { readonly value: string; readonly label: string } | undefined }

export function BodyPicker(props: WidgetProps & Chosen) {
  return (
    <Picker
      {...props}
      operation={organisationOperations.listBodies}
      input={(words) => ({ query: { pageSize: 20, ...(words ? { search: words } : {}) } })}
      option={(row) => ({ value: row.id, label: row.name })}
    />
  )
}

/** Regions are few hundred at most; the level tells 江南市 the city from 江南 the county. */
export function RegionPicker(props: WidgetProps) {
  const terms = useText('terms')
  return (
    <Picker
      {...props}
      operation={organisationOperations.listRegions}
      input={() => ({ query: { pageSize: 200 } })}
      option={(row) => ({ value: row.id, label: `${row.name} · ${terms(`region-level.${row.level}`)}` })}
      filterHere
    />
  )
}

/** Bodies of providers only: who runs a cloud. */
export function ProviderPicker(props: WidgetProps & Chosen) {
  return (
    <Picker
      {...props}
      operation={organisationOperations.listBodies}
      input={(words) => ({
        query: { kind: 'provider' as const, pageSize: 50, ...(words ? { search: words } : {}) },
      })}
      option={(row) => ({ value: row.id, label: row.name })}
    />
  )
}

/** People by name, with their body, since names repeat. */
export function PersonPicker({
  bodyId,
  ...props
}: WidgetProps & Chosen & { readonly bodyId?: string | undefined; readonly many?: boolean }) {
  return (
    <Picker
      {...props}
      operation={organisationOperations.listPeople}
      input={(words) => ({
        query: { pageSize: 20, ...(words ? { search: words } : {}), ...(bodyId ? { bodyId } : {}) },
      })}
      option={(row) => ({ value: row.id, label: `${row.name} · ${row.bodyName}` })}
    />
  )
}
