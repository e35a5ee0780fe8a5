import { OfferingForm } from './offering-form.tsx'

export default function OfferingNewPage() {
  return <OfferingForm offering={null} />
}
