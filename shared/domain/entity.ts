/** Kinds of personal data that redaction knows. Placeholders carry them: `[EMAIL:k7f2]`. */
export const ENTITY_KINDS = ['PERSON', 'ADDRESS', 'EMAIL', 'PHONE', 'CARD', 'IBAN', 'SSN', 'IP', 'ID'] as const;
export type EntityKind = (typeof ENTITY_KINDS)[number];

/** A stretch of text that is personal data. Offsets are in UTF-16 code units. */
export interface Entity {
  readonly kind: EntityKind;
  readonly start: number;
  /** Offset just past its last character. */
  readonly end: number;
  /** 0 to 1; 1 for what a checksum confirms. */
  readonly confidence: number;
}

/** What the policy `identifiers` keeps; `strict` redacts them too. */
export const NAME_KINDS: readonly EntityKind[] = ['PERSON', 'ADDRESS'];
