import { readFile } from 'node:fs/promises';
import path from 'node:path';
import * as z from 'zod';
import { redactedTextSchema } from '#shared/contracts/redacted-text.ts';
import { PipelineFailure } from '#shared/domain/failures.ts';
import type { JudgedText } from '#shared/domain/judge-prompt.ts';
import { parsedJson } from '#shared/domain/parsed-json.ts';
import { ownWords } from '#shared/domain/redaction.ts';
import type { RedactedText } from '#shared/domain/text.ts';
import { sha256 } from '../evaluation/gold-set-files.ts';
import { findFiles } from '../find-files.ts';
import { readLabelledSets } from '../grounding/labelled-claims.ts';

/** An answer that people judged. */
export interface JudgeLabel {
  /** The same in each run: made of the set and of the place in it. */
  readonly id: string;
  readonly set: string;
  readonly judged: JudgedText;
  readonly holds: boolean;
}

const NO_QUESTION = ownWords('');

/** A line of JSON: the answer is sent to a model as it stands, so whoever labels redacts first. */
const LineSchema = z.object({
  criterion: z.enum(['faithful', 'correct']),
  question: z.optional(redactedTextSchema()),
  reference: redactedTextSchema(),
  answer: redactedTextSchema(),
  holds: z.boolean(),
});

/**
 * Reads answers that people judged: `.jsonl` of `{criterion, question?, reference, answer, holds}`, and the `.tsv` files of
 * a folder in BEGIN's layout, whose labels say whether a response is faithful. In an order that has nothing to do with the
 * files', so that the first n are a fair sample.
 *
 * @throws PipelineFailure `InputInvalid` when there is none, or a line is malformed.
 */
export async function readJudgeLabels(place: string): Promise<readonly JudgeLabel[]> {
  const lined = (await findFiles([place])).filter(({ path: name }) => name.endsWith('.jsonl'));
  const labels =
    lined.length > 0 ? (await Promise.all(lined.map(({ file }) => labelsOf(file)))).flat() : await claims(place);
  if (labels.length === 0) throw new PipelineFailure('InputInvalid', 'there are no labelled answers');
  return labels
    .map((label) => ({ label, order: sha256(label.id) }))
    .sort((a, b) => (a.order < b.order ? -1 : 1))
    .map(({ label }) => label);
}

async function labelsOf(file: string): Promise<JudgeLabel[]> {
  const set = path.basename(file, '.jsonl');
  const lines = (await readFile(file, 'utf8')).split('\n');
  return lines.flatMap((line, at) => {
    if (line.trim() === '') return [];
    const parsed = LineSchema.safeParse(parsedJson(line));
    if (!parsed.success) throw new PipelineFailure('InputInvalid', `${set}.jsonl is malformed in line ${at + 1}`);
    const { holds, question = NO_QUESTION, ...judged } = parsed.data;
    return [{ id: `${set}-${at + 1}`, set, judged: { ...judged, question }, holds }];
  });
}

async function claims(folder: string): Promise<JudgeLabel[]> {
  const sets = await readLabelledSets(folder);
  return sets.flatMap(({ name, claims: all }) =>
    all.map(({ claim, source, isCarried }, at) => ({
      ...{ id: `${name}-${at + 1}`, set: name, holds: isCarried },
      // Texts of a public set, as they stand there.
      judged: {
        ...{ criterion: 'faithful' as const, question: NO_QUESTION },
        ...{ reference: source as RedactedText, answer: claim as RedactedText },
      },
    })),
  );
}
