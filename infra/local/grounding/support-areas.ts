import { areaUnderRoc } from '#shared/domain/roc.ts';
import { bootstrap, seededRandom } from '#shared/domain/statistics.ts';
import type { RedactedText } from '#shared/domain/text.ts';
import type { SecondCheck } from '#shared/ports/second-check.ts';
import { meteredEmbedding } from '#shared/runtime/metered-embedding.ts';
import type { GroundingReport } from './evaluate-grounding.ts';
import type { LabelledSet } from './labelled-claims.ts';

/** How well a second check parts the claims that people call attributable from the others: the area under its ROC curve. */
export async function supportAreas(
  sets: readonly LabelledSet[],
  check: SecondCheck,
  onProgress: (claims: number) => void,
): Promise<GroundingReport['metrics']> {
  const areas: [name: string, area: GroundingReport['metrics'][string]][] = [];
  let done = 0;
  for (const { name, claims } of sets) {
    const scored: { readonly score: number; readonly isCarried: boolean }[] = [];
    for (const { claim, source, isCarried } of claims) {
      // Texts of a public set, as they stand there.
      const asked = { text: claim as RedactedText, quote: source as RedactedText };
      const request = { question: '' as RedactedText, claims: [asked], embed: meteredEmbedding };
      const { scores } = await check.scores(request);
      scored.push(...scores.map((score) => ({ score, isCarried })));
      done += 1;
      onProgress(done);
    }
    areas.push([`${name}.support.auroc`, { ...bootstrap(scored, areaOf), cases: scored.length }]);
  }
  return Object.fromEntries(areas);
}

/** Any number does; a fixed one draws the same claims each time. */
const SEED = 5;

/** So many claims of each set, at most, drawn at random. */
export function drawnClaims(sets: readonly LabelledSet[], count: number): readonly LabelledSet[] {
  const random = seededRandom(SEED);
  return sets.map(({ name, claims }) => {
    const ordered = claims.map((claim) => ({ claim, order: random() })).sort((a, b) => a.order - b.order);
    return { name, claims: ordered.slice(0, count).map(({ claim }) => claim) };
  });
}

function areaOf(scored: readonly { readonly score: number; readonly isCarried: boolean }[]): number {
  const scoresOf = (wanted: boolean) => scored.flatMap(({ score, isCarried }) => (isCarried === wanted ? score : []));
  return areaUnderRoc(scoresOf(true), scoresOf(false));
}
