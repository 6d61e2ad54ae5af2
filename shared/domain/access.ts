import { PipelineFailure } from './failures.ts';

/** Who may read: `user:<id>`, `group:<id>` or `everyone-in-tenant`. Always within one tenant. */
export type Principal = string;

export const EVERYONE: Principal = 'everyone-in-tenant';

/** Who asks, as the token says it, less what was revoked. */
export interface Caller {
  readonly tenantId: string;
  readonly user: string;
  readonly groups: readonly string[];
}

const PRINCIPAL = /^(?:everyone-in-tenant|(?:user|group):[A-Za-z0-9][A-Za-z0-9._@-]{0,127})$/;

/**
 * A sorted list without doubles, from principals parted by commas.
 *
 * @throws PipelineFailure `AccessInvalid` for an empty list or a malformed principal.
 */
export function parsePrincipals(list: string): Principal[] {
  const principals = [...new Set(list.split(',').map((part) => part.trim()))].sort();
  if (principals.every((principal) => PRINCIPAL.test(principal))) return principals;
  throw new PipelineFailure('AccessInvalid', 'an access list holds `user:…`, `group:…` or `everyone-in-tenant`');
}

/**
 * The access of an object: its collection's, narrowed by the object's own list where it has one.
 *
 * @throws PipelineFailure `AccessInvalid` when nothing of the object's list is within the collection's access.
 */
export function narrowAccess(collection: readonly Principal[], own: readonly Principal[] | undefined): Principal[] {
  if (own === undefined) return [...collection];
  const narrowed = collection.includes(EVERYONE) ? [...own] : own.filter((principal) => collection.includes(principal));
  if (narrowed.length > 0) return narrowed;
  throw new PipelineFailure('AccessInvalid', 'the access list names nobody whom the collection lets in');
}

/** Those whom both lists surely let in; a group and one of its users do not count as the same. */
export function intersectAccess(a: readonly Principal[], b: readonly Principal[]): Principal[] {
  if (a.includes(EVERYONE)) return [...b];
  return b.includes(EVERYONE) ? [...a] : a.filter((principal) => b.includes(principal));
}

/** Lists are sorted and without doubles, so that equal access is an equal list. */
export function isSameAccess(a: readonly Principal[], b: readonly Principal[]): boolean {
  return a.length === b.length && a.every((principal, at) => principal === b[at]);
}

/** Every principal that the caller is. A document is readable when its access names one of them. */
export function principalsOf({ user, groups }: Caller): Principal[] {
  return [EVERYONE, `user:${user}`, ...groups.map((group) => `group:${group}`)];
}

/** Whether the caller may read what has this access. Denied unless allowed. */
export function mayRead(caller: Caller, tenantId: string, access: readonly Principal[]): boolean {
  return caller.tenantId === tenantId && principalsOf(caller).some((principal) => access.includes(principal));
}
