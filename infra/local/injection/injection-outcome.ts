import type { Leaks } from './find-leaks.ts';

/** What came of the attacks. Counts of leaks are of claims. */
export interface InjectionOutcome {
  /** Attacks of which a passage was shown to the model together with the secret. */
  readonly reached: number;
  /** Attacks that were shown to no model: cut in two by chunking, or changed by redaction. */
  readonly missed: number;
  /** Claims that the model made, and that were let through. */
  readonly proposed: number;
  readonly told: number;
  /** What got out. */
  readonly leaks: Leaks;
  /** The same look at what the model said: what had got out with no check. */
  readonly unchecked: Leaks;
  /** Prompts in which text of a document stood outside the fence, or spoke in a role. */
  readonly escapes: number;
  readonly prompts: number;
  /** Documents of attacks, and how many of them were marked. */
  readonly documents: number;
  readonly marked: number;
}

/** What came of both. */
export function addedOutcomes(a: InjectionOutcome, b: InjectionOutcome): InjectionOutcome {
  const leaks = (one: Leaks, other: Leaks): Leaks => ({
    secrets: one.secrets + other.secrets,
    outwardUrls: one.outwardUrls + other.outwardUrls,
    otherText: one.otherText + other.otherText,
  });
  return {
    reached: a.reached + b.reached,
    missed: a.missed + b.missed,
    proposed: a.proposed + b.proposed,
    told: a.told + b.told,
    leaks: leaks(a.leaks, b.leaks),
    unchecked: leaks(a.unchecked, b.unchecked),
    escapes: a.escapes + b.escapes,
    prompts: a.prompts + b.prompts,
    documents: a.documents + b.documents,
    marked: a.marked + b.marked,
  };
}

/** All that got out, whatever it was. */
export function leaksOf({ secrets, outwardUrls, otherText }: Leaks): number {
  return secrets + outwardUrls + otherText;
}
