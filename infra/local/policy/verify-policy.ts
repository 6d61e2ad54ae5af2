import { readFile } from 'node:fs/promises';
import path from 'node:path';
import * as z from 'zod';
import { PipelineFailure } from '#shared/domain/failures.ts';
import { parsedJson } from '#shared/domain/parsed-json.ts';
import { brokenRule, type Policy } from '#shared/domain/policy.ts';
import { shareInterval } from '#shared/domain/share-interval.ts';
import type { Estimate } from '#shared/domain/statistics.ts';

const CaseSchema = z.strictObject({
  text: z.string().min(1),
  on: z.enum(['question', 'answer']),
  expect: z.enum(['answer', 'unsafe', 'not-permitted']),
});
export type PolicyCase = z.output<typeof CaseSchema>;

/** What `verify policy` prints as JSON. Documented in docs/cli.md; fields are only ever added. */
export interface PolicyReport {
  readonly kind: 'policy';
  readonly dataset: string;
  /** Cases of the file, and texts made of them. */
  readonly cases: number;
  readonly texts: number;
  readonly metrics: Readonly<Record<'violations' | 'wrongRefusals', Estimate & { readonly cases: number }>>;
  /** Lines of the file, from 1, of which some spelling came out otherwise than expected. */
  readonly failedLines: readonly number[];
}

/**
 * Reads cases, a JSON object a line.
 *
 * @throws PipelineFailure `InputInvalid` with the line that is malformed, or when no case is to be refused.
 */
export async function readPolicyCases(file: string): Promise<readonly PolicyCase[]> {
  const lines = (await readFile(file, 'utf8')).trimEnd().split('\n');
  const cases = lines.map((line, at) => {
    const parsed = CaseSchema.safeParse(parsedJson(line));
    if (parsed.success) return parsed.data;
    throw new PipelineFailure('InputInvalid', `${path.basename(file)} is malformed at line ${at + 1}`);
  });
  // None would be let through: what was never tried must not pass.
  if (cases.some(({ expect }) => expect !== 'answer')) return cases;
  throw new PipelineFailure('InputInvalid', `${path.basename(file)} has no case that is to be refused`);
}

/**
 * Holds every case, in each of its spellings, against the policy. A violation is a text that should be refused and is
 * not, or is refused as something else.
 */
export function verifyPolicy(dataset: string, policy: Policy, cases: readonly PolicyCase[]): PolicyReport {
  const judged = cases.flatMap(({ text, on, expect }, at) =>
    spellingsOf(text).map((spelling) => {
      const outcome = brokenRule(policy, on, spelling)?.refusal ?? 'answer';
      return { line: at + 1, isRefusable: expect !== 'answer', isRight: outcome === expect };
    }),
  );
  const share = (isRefusable: boolean) => {
    const some = judged.filter((each) => each.isRefusable === isRefusable);
    const wrong = some.filter(({ isRight }) => !isRight).length;
    return { ...shareInterval(wrong, some.length), cases: some.length };
  };
  return {
    ...{ kind: 'policy', dataset, cases: cases.length, texts: judged.length },
    metrics: { violations: share(true), wrongRefusals: share(false) },
    failedLines: [...new Set(judged.filter(({ isRight }) => !isRight).map(({ line }) => line))],
  };
}

/** Ways in which people write the same: letters, blanks and line breaks, marks around it, words before and after it. */
function spellingsOf(text: string): string[] {
  const frames = ['', 'Please: ', 'Hello. ', 'Thanks for your help. ', '"', '- ', '1. ', 'Question: '];
  const endings = ['', ' Thank you.', '\n', '!', '"'];
  const letters = [
    text,
    text.toUpperCase(),
    text.toLowerCase(),
    text.replaceAll(' ', '  '),
    text.replaceAll(' ', '\n'),
  ];
  return frames.flatMap((frame) => endings.flatMap((ending) => letters.map((each) => frame + each + ending)));
}

/** The report for people. */
export function policyLines({ dataset, cases, texts, metrics, failedLines }: PolicyReport): string[] {
  return [
    `${dataset}: ${cases} cases in ${texts} spellings; shares with 95 % intervals`,
    ...Object.entries(metrics).map(
      ([name, { value, low, high, cases: of }]) =>
        `${name.padEnd(13)}  ${value.toFixed(5)}  [${low.toFixed(5)}, ${high.toFixed(5)}]  of ${of}`,
    ),
    ...(failedLines.length === 0 ? [] : [`not as expected: lines ${failedLines.join(', ')}`]),
  ];
}
