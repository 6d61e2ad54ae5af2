/** What a word may be part of. `PLACE` and `AREA` are parts of an address; an area, a city say, is none by itself. */
export type NamePart = 'PERSON' | 'PLACE' | 'AREA' | 'PHONE' | 'ID' | 'NONE';

/**
 * The part for each kind the model knows, in the order of its outputs: `O`, then each kind's `B-` and `I-` label.
 * Source: `id2label` in models/rampart-ner/config.json, which a test compares with this list.
 */
export const RAMPART_KINDS: readonly (readonly [kind: string, part: NamePart])[] = [
  ['GIVEN_NAME', 'PERSON'],
  ['SURNAME', 'PERSON'],
  // E-mail addresses and URLs have a form, by which they are found more surely than by a model.
  ['EMAIL', 'NONE'],
  ['PHONE', 'PHONE'],
  ['URL', 'NONE'],
  ['TAX_ID', 'ID'],
  ['BANK_ACCOUNT', 'ID'],
  ['ROUTING_NUMBER', 'ID'],
  ['GOVERNMENT_ID', 'ID'],
  ['PASSPORT', 'ID'],
  ['DRIVERS_LICENSE', 'ID'],
  ['BUILDING_NUMBER', 'PLACE'],
  ['STREET_NAME', 'PLACE'],
  ['SECONDARY_ADDRESS', 'PLACE'],
  ['CITY', 'AREA'],
  ['STATE', 'AREA'],
  ['ZIP_CODE', 'PLACE'],
];

/** How likely a word is part of what, each 0 to 1. */
export type PartScores = Readonly<Record<NamePart, number>>;

export const NO_SCORES: PartScores = { PERSON: 0, PLACE: 0, AREA: 0, PHONE: 0, ID: 0, NONE: 1 };

/** Softmax over the model's 35 outputs for one token, summed by part. */
export function partScores(logits: Float32Array): PartScores {
  const highest = Math.max(...logits);
  const weights = Array.from(logits, (logit) => Math.exp(logit - highest));
  const total = weights.reduce((sum, weight) => sum + weight, 0);

  const scores = { ...NO_SCORES, NONE: (weights[0] ?? 0) / total };
  RAMPART_KINDS.forEach(([, part], at) => {
    scores[part] += ((weights[2 * at + 1] ?? 0) + (weights[2 * at + 2] ?? 0)) / total;
  });
  return scores;
}

/** The scores of a word from those of its pieces. */
export function meanScores(pieces: readonly PartScores[]): PartScores {
  if (pieces.length === 0) return NO_SCORES;
  const mean = (part: NamePart) => pieces.reduce((sum, scores) => sum + scores[part], 0) / pieces.length;
  return {
    PERSON: mean('PERSON'),
    PLACE: mean('PLACE'),
    AREA: mean('AREA'),
    PHONE: mean('PHONE'),
    ID: mean('ID'),
    NONE: mean('NONE'),
  };
}
