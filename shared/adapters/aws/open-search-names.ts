/** Alias of the generation that serves: moving it from one index to the next is one step of the cluster. */
export const SERVING_ALIAS = 'affidavit-chunks';

/** Every generation's index, and nothing else. Permissions name it as well. */
export const GENERATION_PATTERN = `${SERVING_ALIAS}-*`;

export function indexNameOf(generation: number): string {
  return `${SERVING_ALIAS}-${String(generation).padStart(6, '0')}`;
}

/** The generation whose index has this name. */
export function generationOfName(name: string): number | undefined {
  const [, digits] = name.match(new RegExp(`^${SERVING_ALIAS}-(\\d{6,})$`)) ?? [];
  return digits === undefined ? undefined : Number(digits);
}

/**
 * An alias of the one index, by which it is written: a request may insist on an alias, and so never makes an index of
 * guessed fields out of one that was dropped a moment ago.
 */
export function writeAliasOf(index: string): string {
  return `${index}.write`;
}
