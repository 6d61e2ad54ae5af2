import { readdir, readFile } from 'node:fs/promises';
import path from 'node:path';
import { CLASSIFIED_LENGTH } from '#shared/domain/classification.ts';
import { PipelineFailure } from '#shared/domain/failures.ts';
import { unredacted } from '#shared/domain/unredacted.ts';
import { sha256 } from '../evaluation/gold-set-files.ts';
import { assertClassName, type LabelledText, type LabelledTexts } from '../evaluation/labelled-texts.ts';
import { findFiles } from '../find-files.ts';
import type { LocalExtraction } from '../local-extraction.ts';

/**
 * Reads a folder of examples: each folder in it is a class, and the files below that are its examples, of any type that
 * the pipeline reads.
 *
 * @throws PipelineFailure `InputInvalid` when there is none, and what reading a file throws.
 */
export async function readLabelledFolder(
  folder: string,
  { types, extractor }: Pick<LocalExtraction, 'types' | 'extractor'>,
): Promise<LabelledTexts> {
  const entries = await readdir(folder, { withFileTypes: true });
  const labels = entries.flatMap((entry) => (entry.isDirectory() && !entry.name.startsWith('.') ? [entry.name] : []));
  const texts: LabelledText[] = [];
  for (const label of labels.sort()) {
    assertClassName(label);
    for (const { file, path: below } of await findFiles([path.join(folder, label)])) {
      texts.push(await readExample(file, `${label}/${below}`, label));
    }
  }
  if (texts.length === 0) throw new PipelineFailure('InputInvalid', 'the folder holds no folder of examples');
  return {
    name: path.basename(path.resolve(folder)),
    texts,
    corpusHash: sha256(JSON.stringify(texts.map(({ title, text }) => sha256(`${title}\n${text}`)))),
    goldHash: sha256(JSON.stringify(texts.map(({ id, label }) => [id, label]))),
  };

  async function readExample(file: string, id: string, label: string): Promise<LabelledText> {
    const bytes = new Uint8Array(await readFile(file));
    const mediaType = await types.detect(bytes, path.basename(file));
    const { title, pages } = await extractor.extract(bytes, mediaType);
    // A name of a file may hold a name of a person, and runs hold ids.
    const text = pages
      .map((page) => page.text.slice(0, CLASSIFIED_LENGTH))
      .join('\n')
      .slice(0, CLASSIFIED_LENGTH);
    return { id: sha256(id).slice(0, 16), label, title, text: unredacted(text), language: undefined, mediaType };
  }
}
