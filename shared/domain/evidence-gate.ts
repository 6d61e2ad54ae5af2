import type { Passage } from './answer.ts';
import { type Analyze, contentTerms, coverageOf, particularTerms } from './evidence-terms.ts';
import type { GateModel } from './retrieval-calibration.ts';

/** How strong the evidence is, and how strong it has to be; 0 to 1. */
export interface Evidence {
  readonly score: number;
  readonly threshold: number;
}

/**
 * Whether the passages are about what is asked, by the best similarity, by how many of the question's terms one passage
 * holds, and by whether the names and numbers that the question mentions stand anywhere: somebody or some year that no
 * passage names is a strong sign that nothing answers.
 */
export function weighEvidence(
  question: string,
  passages: readonly Passage[],
  model: GateModel,
  analyze: Analyze,
): Evidence {
  const { threshold } = model;
  if (passages.length === 0) return { score: 0, threshold };

  const [similarity, coverage, missingNames] = gateFeatures(question, passages, analyze);
  const logit =
    model.bias + model.similarity * similarity + model.coverage * coverage + model.missingNames * missingNames;
  return { score: 1 / (1 + Math.exp(-logit)), threshold };
}

/** What the gate weighs, 0 to 1 each; zeros without a passage. */
export function gateFeatures(
  question: string,
  passages: readonly Passage[],
  analyze: Analyze,
): readonly [similarity: number, coverage: number, missingNames: number] {
  const held = passages.map(({ title, context, text }) => new Set(analyze(`${title}\n${context}\n${text}`)));
  const terms = contentTerms(question, analyze);
  const particulars = particularTerms(question, analyze);
  const all = new Set(held.flatMap((words) => [...words]));
  return [
    Math.max(0, ...passages.map(({ similarity }) => similarity)),
    Math.max(0, ...held.map((words) => coverageOf(terms, words))),
    particulars.length === 0 ? 0 : 1 - coverageOf(particulars, all),
  ];
}

export function isEnough({ score, threshold }: Evidence): boolean {
  return score >= threshold;
}
