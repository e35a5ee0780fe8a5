/** Every text catalogue by name. The Chinese file is the type that the English one must fill. */
export interface Namespaces {
  ui: typeof import('./ui/zh-CN.ts').default
  shell: typeof import('../shell/zh-CN.ts').default
  home: typeof import('../pages/home/zh-CN.ts').default
  identity: typeof import('../pages/identity/zh-CN.ts').default
  task: typeof import('../pages/task/zh-CN.ts').default
}

export type Namespace = keyof Namespaces
export type TextKey<N extends Namespace> = keyof Namespaces[N] & string
