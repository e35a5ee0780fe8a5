/** The parts of bpmn-moddle 10 that are used; its own types describe the meta-model but not the reader. */
declare module 'bpmn-moddle' {
  export interface ModdleElement {
    $type: string
    $attrs: Record<string, string>
    $parent?: ModdleElement
    id?: string
    get(name: string): unknown
    set(name: string, value: unknown): void
  }
  export interface ReadResult {
    rootElement: ModdleElement
    warnings: readonly { message: string }[]
  }
  export class BpmnModdle {
    constructor(packages?: Record<string, unknown>)
    fromXML(xml: string): Promise<ReadResult>
    toXML(element: ModdleElement, options?: { format?: boolean }): Promise<{ xml: string }>
    create(type: string, properties?: Record<string, unknown>): ModdleElement
  }
}
