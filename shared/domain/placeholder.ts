import type { EntityKind } from './entity.ts';
import { entityValues } from './entity-value.ts';

/** The keyed hash of a value within one tenant: 4 characters of `a-z2-7`. */
export type Pseudonym = (kind: EntityKind, value: string) => string;

const KINDS = 'PERSON|ADDRESS|EMAIL|PHONE|CARD|IBAN|SSN|IP|ID' satisfies string;
const CODE = '[a-z2-7]{4}';

/** Finds placeholders: their kind is the first group, their codes, parted by dots, the second. */
export const PLACEHOLDER = new RegExp(`\\[(${KINDS}):(${CODE}(?:\\.${CODE})*)\\]`, 'g');

/** What opens a text that could be taken for a placeholder, however it is spelled. */
const FORGERY = new RegExp(`[\\[［](?=\\s*(?:${KINDS})\\s*[:：])`, 'gi');

/** What stands in for a value: `[PERSON:k7f2.q9x1]` with a code a name, `[EMAIL:k7f2]` with one for the whole. */
export function placeholderOf(kind: EntityKind, text: string, pseudonym: Pseudonym): string {
  return `[${kind}:${entityValues(kind, text)
    .map((value) => pseudonym(kind, value))
    .join('.')}]`;
}

/**
 * The text, of the same length, with a round bracket in place of the one that opens what looks like a placeholder: only
 * redaction may write those, or a document could claim to be about whom it is not.
 */
export function withoutForgeries<Text extends string>(text: Text): Text {
  return text.replace(FORGERY, '(') as Text; // Raw text with a bracket changed is raw text.
}
