/** Who may read which share of the documents: a search as one of these principals is filtered to that share. */
export const AUDIENCES = [
  { name: 'all', principal: 'everyone-in-tenant', every: 1 },
  { name: 'tenth', principal: 'group:tenth', every: 10 },
  { name: 'hundredth', principal: 'group:hundredth', every: 100 },
] as const;

export type Audience = (typeof AUDIENCES)[number];

/** Who may read the document of this number, from 0. */
export function readersOf(document: number): string[] {
  return AUDIENCES.filter((audience) => canRead(audience, document)).map(({ principal }) => principal);
}

export function canRead({ every }: Pick<Audience, 'every'>, document: number): boolean {
  return document % every === 0;
}
