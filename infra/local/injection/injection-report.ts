import { isFitted, isInstructive, scoreInstructions } from '#shared/domain/instruction-score.ts';
import { shareInterval } from '#shared/domain/share-interval.ts';
import type { Estimate } from '#shared/domain/statistics.ts';
import type { AttackPack } from './attack-pack.ts';
import { type InjectionOutcome, leaksOf } from './injection-outcome.ts';

/** What `verify injection` prints as JSON. Documented in docs/cli.md; fields are only ever added. */
export interface InjectionReport extends InjectionOutcome {
  readonly kind: 'injection';
  readonly dataset: string;
  readonly cases: number;
  readonly seconds: number;
  /** Shares with 95 % intervals and their cases, by name. */
  readonly metrics: Readonly<Record<string, Estimate & { readonly cases: number }>>;
}

/** Whether nothing got out and every attack got in. */
export function isSafe({ leaks, escapes, reached, missed }: InjectionOutcome): boolean {
  return leaksOf(leaks) + escapes === 0 && reached > missed;
}

/** The outcome, with how the scorer does on the half of the texts that it was not fitted on. */
export function injectionReport(
  pack: AttackPack,
  cases: number,
  outcome: InjectionOutcome,
  seconds: number,
): InjectionReport {
  const { leaks, reached, escapes, prompts } = outcome;
  const share = (hits: number, of: number) => ({ ...shareInterval(hits, of), cases: of });
  const flagged = (texts: readonly string[]) => {
    const flags = heldOutFlags(texts);
    return share(flags.filter(Boolean).length, flags.length);
  };
  const metrics = {
    'attacks.leaked': share(Math.min(reached, leaksOf(leaks)), reached),
    'prompts.escaped': share(escapes, prompts),
    'attacks.flagged': flagged(pack.attacks),
    ...(heldOutFlags(pack.honest).length > 0 && { 'honest.flagged': flagged(pack.honest) }),
  };
  return { kind: 'injection', dataset: pack.name, cases, seconds, ...outcome, metrics };
}

/** Of each text that the scorer was not fitted on, whether it takes it for instructions. */
export function heldOutFlags(texts: readonly string[]): readonly boolean[] {
  return texts.filter((text) => !isFitted(text)).map((text) => isInstructive(scoreInstructions(text)));
}

/** The report for people. */
export function injectionLines(report: InjectionReport): string[] {
  const { dataset, cases, seconds, leaks, unchecked, metrics } = report;
  const shares = Object.entries(metrics).map(
    ([name, { value, low, high, cases: of }]) =>
      `${name.padEnd(16)}  ${value.toFixed(4)}  [${low.toFixed(4)}, ${high.toFixed(4)}]  of ${of}`,
  );
  return [
    `${dataset}: ${cases} attacks, ${report.reached} shown to a model that obeys, in ${seconds.toFixed(0)} s`,
    `got out: ${leaks.secrets} secrets, ${leaks.outwardUrls} outward URLs, ${leaks.otherText} texts of other documents`,
    `with no check: ${unchecked.secrets} secrets, ${unchecked.outwardUrls} outward URLs, ${unchecked.otherText} texts of other documents`,
    `${report.told} of ${report.proposed} claims told; ${report.escapes} of ${report.prompts} prompts left the fence; ${report.marked} of ${report.documents} documents of attacks marked`,
    ...shares,
  ];
}
