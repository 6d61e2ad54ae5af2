/**
 * What a reader's software would fetch, follow or draw: addresses, HTML, images and links of Markdown. What only opens an
 * image counts, for whatever comes next may end it.
 */
const ACTIVE =
  /(?:[a-z][a-z0-9+.-]{1,20}:\/\/|www\.|(?:javascript|data|vbscript|mailto):)[^\s<>"')\]]*|<\/?[a-z!][^>]*>?|!\[[^\]]*|\[[^\]]*\]\s*[([][^)\]]*[)\]]?|^\s*\[[^\]]+\]:\s*\S+/gimu;

/** Domains that stand by themselves, which many a program makes a link of; spelled with `[.]` or `(dot)` as well. */
const BARE =
  /(?<![\p{L}\p{N}@])(?:[\p{L}\p{N}-]+(?:\.|\[\.\]|\(dot\)|\s?\[dot\]\s?))+[\p{L}]{2,}(?:[/?#:][^\s<>"')\]]*)?/giu;

/**
 * Whether all that is active in the text stands in the evidence as a whole: answers call nowhere of their own, and an
 * address that the evidence has gets nothing added to it and nothing cut off.
 */
export function holdsLinks(text: string, evidence: string): boolean {
  const given = new Set([...activeIn(evidence), ...bareIn(evidence)]);
  return [...activeIn(text), ...bareIn(text)].every((found) => given.has(found));
}

/** Whether a text, put right behind another, makes something active that neither is by itself. */
export function completesLink(before: string, text: string): boolean {
  const apart = new Set([...activeIn(before), ...activeIn(text)]);
  const joined = [before + text, `${before} ${text}`, `${before}\n${text}`].flatMap(activeIn);
  const host = /[\p{L}\p{N}[\-]]+(?:\.[\p{L}\p{N}[\-]]+)*$/v.exec(before)?.[0] ?? '';
  const isHostCut =
    host !== '' && /^\.?[\p{L}\p{N}[\-]]+(?:\.\p{L}{2,})?[\/?]\S/v.test(text) && bareIn(host + text).length > 0;
  return isHostCut || joined.some((found) => !apart.has(found));
}

/** The text without anything active, for names and titles, which nobody cites. */
export function withoutLinks<Text extends string>(text: Text): Text {
  return text.replace(ACTIVE, '…') as Text; // Of redacted text a part is left.
}

/** Whether there is anything active in a text. */
export function isActive(text: string): boolean {
  return activeIn(text).length > 0 || bareIn(text).length > 0;
}

function activeIn(text: string): string[] {
  return [...text.matchAll(ACTIVE)].map(({ 0: found }) => trimmed(found));
}

function bareIn(text: string): string[] {
  return [...text.matchAll(BARE)].map(({ 0: found }) => trimmed(found));
}

/** Without the marks that end a sentence. */
function trimmed(found: string): string {
  return found.replace(/[.,;:!?]+$/u, '');
}
