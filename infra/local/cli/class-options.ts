import { stat } from 'node:fs/promises';
import { InvalidArgumentError, Option } from 'commander';
import type { RawText, RedactedText } from '#shared/domain/text.ts';
import { readLabelledFolder } from '../classes/labelled-folder.ts';
import { type LabelledTexts, readLabelledTexts } from '../evaluation/labelled-texts.ts';
import { localExtraction } from '../local-extraction.ts';
import type { LocalPorts } from '../local-ports.ts';

/** What a label of a file is called here. */
export function labelOption(): Option {
  return new Option('--label <label=class>', 'what a label of the file is called here; may be repeated')
    .argParser(named)
    .default(new Map(), 'its own name');
}

function named(value: string, before: ReadonlyMap<string, string>): Map<string, string> {
  const [label = '', name = '', ...others] = value.split('=');
  if (label !== '' && name !== '' && others.length === 0) return new Map([...before, [label, name]]);
  throw new InvalidArgumentError('it takes a label and a class, such as nda=non-disclosure-agreement.');
}

/** Labelled texts of a file of JSON lines, or of a folder with a folder of files for each class. */
export async function readExamples(
  place: string,
  names: ReadonlyMap<string, string>,
  areOwn: boolean,
): Promise<LabelledTexts> {
  if (!(await stat(place)).isDirectory()) return readLabelledTexts(place, names, areOwn);
  const extraction = localExtraction();
  try {
    return await readLabelledFolder(place, extraction);
  } finally {
    await extraction.close();
  }
}

/** Redacts as documents of a tenant are, under the stricter policy. */
export function strictly({ redactor }: Pick<LocalPorts, 'redactor'>, tenantId: string) {
  return (text: RawText): Promise<RedactedText> => redactor.redactQuestion(tenantId, 'strict', text);
}
