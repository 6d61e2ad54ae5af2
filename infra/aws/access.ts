import type { SettingName } from '#shared/contracts/settings.ts';
import type { Platform } from './platform.ts';

/** Some calls on some resources. */
export interface Statement {
  readonly actions: readonly string[];
  readonly resources: readonly string[];
  /** Why a resource ends in `*`, when one does. */
  readonly because?: string;
}

/** One thing that a function does: the settings it reads for it, and the calls it then makes. */
export interface Access {
  readonly settings?: Readonly<Partial<Record<SettingName, string>>>;
  readonly statements?: readonly Statement[];
}

/** Something that a function does, on what the platform has for it. */
export type Grant = (platform: Platform) => Access;

/** Calls on one resource; `because` says why it ends in `*`, when it does. */
export function on(resource: string, because: string | undefined, ...actions: readonly string[]): Statement {
  return { actions, resources: [resource], ...(because === undefined ? {} : { because }) };
}

/** Calls on every object of a bucket whose key begins with `prefix` and a slash. */
export function onObjects(bucketArn: string, prefix: string, ...actions: readonly string[]): Statement {
  const because = 'Keys of objects are known only at run time; the prefix is as far as they can be foretold.';
  return on(`${bucketArn}/${prefix}/*`, because, ...actions);
}
