export interface Page {
  title: string
  nodes: number
  normalise: Set<string>
  items: { kind: string; line: number; text: string; command: string; answer: string; sort?: boolean }[]
}
export function parsePage(text: string): Page
export function formatPage(page: Page): string
export class Normaliser {
  constructor(page: Page)
  apply(text: string, sort?: boolean): string
}
export function squeeze(text: string): string
export function diff(want: string, got: string): string[]
