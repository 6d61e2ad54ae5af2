import { readFile } from 'node:fs/promises';
import path from 'node:path';
import * as z from 'zod';
import { UNKNOWN_CLASS } from '#shared/domain/class-head.ts';
import { DOCUMENT_CLASSES } from '#shared/domain/classification-cues.ts';
import { PipelineFailure } from '#shared/domain/failures.ts';
import type { RawText } from '#shared/domain/text.ts';
import { unredacted } from '#shared/domain/unredacted.ts';
import { sha256 } from './gold-set-files.ts';

const LineSchema = z.object({
  id: z.string().min(1).max(200),
  label: z.string().min(1),
  text: z.string().min(1),
  title: z.string().default(''),
  language: z.string().optional(),
  mediaType: z.string().default('text/plain'),
});

export interface LabelledText {
  readonly id: string;
  /** A class, or `unknown`. */
  readonly label: string;
  readonly title: RawText;
  readonly text: RawText;
  readonly language: string | undefined;
  readonly mediaType: string;
}

export interface LabelledTexts {
  readonly name: string;
  readonly texts: readonly LabelledText[];
  /** SHA-256 of the file, and of its labels as they were mapped; hexadecimal. */
  readonly corpusHash: string;
  readonly goldHash: string;
}

/**
 * Reads a file of JSON lines with `id`, `label`, `text` and perhaps `title`, `language` and `mediaType`. `names`
 * gives the class for a label that is called otherwise. An id that comes again gets a number.
 * Labels are classes of our own unless `areOwn`: those of a tenant may be called anything short.
 *
 * @throws PipelineFailure `InputInvalid` for a malformed line, for none at all, and for a label that is no class.
 */
export async function readLabelledTexts(
  file: string,
  names: ReadonlyMap<string, string>,
  areOwn = false,
): Promise<LabelledTexts> {
  const content = await readFile(file, 'utf8');
  const lines = content.split('\n').filter((line) => line.trim() !== '');
  if (lines.length === 0) throw new PipelineFailure('InputInvalid', 'there are no labelled texts');
  const seen = new Map<string, number>();
  const texts = lines.map((line, at) => {
    const { id, label, text, title, language, mediaType } = parsedLine(
      line,
      `${path.basename(file)} at line ${at + 1}`,
    );
    const known = names.get(label) ?? label;
    if (areOwn) assertClassName(known);
    else assertOurs(known, label);
    const count = (seen.get(id) ?? 0) + 1;
    seen.set(id, count);
    return {
      id: count === 1 ? id : `${id}#${count}`,
      label: known,
      text: unredacted(text),
      title: unredacted(title),
      language,
      mediaType,
    }; // As a person wrote them.
  });
  return {
    name: path.basename(file, path.extname(file)),
    texts,
    corpusHash: sha256(content),
    goldHash: sha256(JSON.stringify(texts.map(({ id, label }) => [id, label]))),
  };
}

function parsedLine(line: string, place: string): z.output<typeof LineSchema> {
  try {
    return LineSchema.parse(JSON.parse(line));
  } catch (cause) {
    throw new PipelineFailure('InputInvalid', `${place} is malformed`, { cause });
  }
}

const CLASSES: readonly string[] = [...DOCUMENT_CLASSES, UNKNOWN_CLASS];

/** What may name a class: words that stand in a filter or a log line without harm. */
const CLASS_NAME = /^[\p{L}\p{N}][\p{L}\p{N} _-]{0,62}$/u;

/** @throws PipelineFailure `InputInvalid` when a tenant's class could not be called so. */
export function assertClassName(name: string): void {
  if (CLASS_NAME.test(name)) return;
  throw new PipelineFailure('InputInvalid', 'a class is called by 1 to 63 letters, digits, blanks or dashes');
}

function assertOurs(name: string, label: string): void {
  if (CLASSES.includes(name)) return;
  const shown = /^[\w-]{1,40}$/.test(label) ? label : 'a label';
  throw new PipelineFailure('InputInvalid', `${shown} is no class: --label ${shown}=<class> says which it stands for`);
}
