import { readFile } from 'node:fs/promises';
import path from 'node:path';
import * as z from 'zod';
import { PipelineFailure } from '#shared/domain/failures.ts';
import { parsedJson } from '#shared/domain/parsed-json.ts';
import { findFiles } from '../find-files.ts';

/** Texts that attack and texts that do not, each once. */
export interface AttackPack {
  readonly name: string;
  readonly attacks: readonly string[];
  readonly honest: readonly string[];
}

/** A line of JSONL: a labelled text (1 attacks), or a context into which others put attacks and which has none itself. */
const LineSchema = z.union([
  z.object({ text: z.string(), label: z.union([z.literal(0), z.literal(1)]) }),
  z.object({ context: z.string() }).transform(({ context }) => ({ text: context, label: 0 as const })),
]);

/** A JSON file of attacks: a list of texts, or lists by name. */
const AttacksSchema = z.union([z.array(z.string()), z.record(z.string(), z.array(z.string()).or(z.unknown()))]);

/**
 * Reads a file, or every file of a folder: `.jsonl` of `{text, label}` or `{context}`, `.json` of attacks as a list or as
 * lists by name, `.txt` of one attack a paragraph. Other files, and lists of anything but texts, are passed over.
 *
 * @throws PipelineFailure `InputInvalid` when there is no attack.
 */
export async function readAttackPack(place: string): Promise<AttackPack> {
  const files = await findFiles([place]);
  const texts = await Promise.all(
    files.map(async ({ file }) => textsOf(path.extname(file), await readFile(file, 'utf8'))),
  );
  const labelled = (label: 0 | 1) => [
    ...new Set(
      texts.flat().flatMap((each) => (each.label === label && each.text.trim() !== '' ? [each.text.trim()] : [])),
    ),
  ];
  const pack = { name: path.basename(path.resolve(place)), attacks: labelled(1), honest: labelled(0) };
  if (pack.attacks.length > 0) return pack;
  throw new PipelineFailure('InputInvalid', 'there are no attack texts');
}

function textsOf(extension: string, content: string): readonly z.output<typeof LineSchema>[] {
  const attack = (text: string) => ({ text, label: 1 as const });
  if (extension === '.txt') return content.split(/\n\s*\n/).map(attack);
  if (extension === '.json') {
    const parsed = AttacksSchema.safeParse(parsedJson(content)).data ?? [];
    const lists = Array.isArray(parsed) ? [parsed] : Object.values(parsed);
    return lists
      .flatMap((list) => (Array.isArray(list) ? list.filter((text) => typeof text === 'string') : []))
      .map(attack);
  }
  if (extension !== '.jsonl') return [];
  return content.split('\n').flatMap((line) => LineSchema.safeParse(parsedJson(line)).data ?? []);
}
