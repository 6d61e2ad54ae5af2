import { readdir, readFile, stat } from 'node:fs/promises';
import path from 'node:path';
import * as z from 'zod';
import { ENTITY_KINDS, type EntityKind } from '#shared/domain/entity.ts';
import { PipelineFailure } from '#shared/domain/failures.ts';
import type { LabelledSpan } from '#shared/domain/redaction-metrics.ts';
import type { RawText } from '#shared/domain/text.ts';
import { unredacted } from '#shared/domain/unredacted.ts';
import { sha256 } from './gold-set-files.ts';
import { readShaped } from './run-file.ts';

export interface SpannedText {
  readonly id: string;
  readonly text: RawText;
  readonly spans: readonly LabelledSpan[];
}

export interface SpannedTexts {
  readonly name: string;
  readonly texts: readonly SpannedText[];
  /** SHA-256 of the texts, and of their labels as they were mapped; hexadecimal. */
  readonly corpusHash: string;
  readonly goldHash: string;
}

/** Labels of the sets that are in use, by our kinds; what is missing here has none, and its spans count neither way. */
const KINDS: Readonly<Record<string, EntityKind>> = {
  ...{ LOCATION: 'ADDRESS', EMAIL_ADDRESS: 'EMAIL', PHONE_NUMBER: 'PHONE', CREDIT_CARD: 'CARD', IBAN_CODE: 'IBAN' },
  ...{ US_SSN: 'SSN', IP_ADDRESS: 'IP', US_DRIVER_LICENSE: 'ID' },
  ...{
    NOMBRE_PERSONAL_SANITARIO: 'PERSON',
    NOMBRE_SUJETO_ASISTENCIA: 'PERSON',
    CALLE: 'ADDRESS',
    TERRITORIO: 'ADDRESS',
  },
  ...{ PAIS: 'ADDRESS', CORREO_ELECTRONICO: 'EMAIL', NUMERO_TELEFONO: 'PHONE', NUMERO_FAX: 'PHONE' },
  ...{ ID_SUJETO_ASISTENCIA: 'ID', ID_ASEGURAMIENTO: 'ID', ID_CONTACTO_ASISTENCIAL: 'ID' },
  ...{ ID_TITULACION_PERSONAL_SANITARIO: 'ID', ID_EMPLEO_PERSONAL_SANITARIO: 'ID' },
};

/**
 * Reads texts with labelled personal data: a JSON file in Presidio's shape (a list of `full_text` and `spans`), or a
 * folder of `.txt` files with `.ann` files of brat beside them. `names` gives our kind for a label that is called
 * otherwise, or `-` for one that is not to count.
 *
 * @throws PipelineFailure `InputInvalid` when it is malformed or empty.
 */
export async function readSpannedTexts(place: string, names: ReadonlyMap<string, string>): Promise<SpannedTexts> {
  const isFolder = (await stat(place)).isDirectory();
  const texts = isFolder ? await readBrat(place) : await readPresidio(place);
  if (texts.length === 0) throw new PipelineFailure('InputInvalid', 'there are no labelled texts');
  const mapped = texts.map(({ id, text, spans }) => ({
    ...{ id, text: unredacted(text) },
    spans: spans.map(({ label, ...span }) => ({ ...span, kind: kindOf(label, names) })),
  }));
  return {
    name: path.basename(path.resolve(place), '.json'),
    texts: mapped,
    corpusHash: sha256(JSON.stringify(texts.map(({ text }) => sha256(text)))),
    goldHash: sha256(JSON.stringify(mapped.map(({ id, spans }) => [id, spans]))),
  };
}

function kindOf(label: string, names: ReadonlyMap<string, string>): EntityKind | undefined {
  const name = names.get(label) ?? KINDS[label] ?? label;
  return ENTITY_KINDS.find((kind) => kind === name);
}

interface ReadText {
  readonly id: string;
  readonly text: string;
  readonly spans: readonly { readonly label: string; readonly start: number; readonly end: number }[];
}

const Offset = z.int().nonnegative();
const PresidioSchema = z.array(
  z.object({
    full_text: z.string(),
    spans: z.array(z.object({ entity_type: z.string(), start_position: Offset, end_position: Offset })),
  }),
);

async function readPresidio(file: string): Promise<ReadText[]> {
  const rows = await readShaped(file, PresidioSchema, JSON.parse);
  return rows.map(({ full_text: text, spans }, at) => ({
    ...{ id: `t${at + 1}`, text },
    spans: spans.map(({ entity_type: label, start_position: start, end_position: end }) => ({ label, start, end })),
  }));
}

async function readBrat(folder: string): Promise<ReadText[]> {
  const names = (await readdir(folder)).filter((name) => name.endsWith('.ann')).sort();
  return Promise.all(
    names.map(async (name, at) => {
      const text = await readFile(path.join(folder, name.replace(/\.ann$/, '.txt')), 'utf8');
      const labels = await readFile(path.join(folder, name), 'utf8');
      return { id: `t${at + 1}`, text, spans: bratSpans(labels, codePointOffsets(text)) };
    }),
  );
}

/** Lines such as `T1<tab>NAME 0 9<tab>words`; of a label in several parts, each part. Others are no spans. */
function bratSpans(labels: string, offsetOf: (codePoints: number) => number): ReadText['spans'] {
  return labels.split('\n').flatMap((line) => {
    const [, label, places] = /^T\d+\t(\S+) (\d+ \d+(?:;\d+ \d+)*)\t/.exec(line) ?? [];
    if (label === undefined || places === undefined) return [];
    return places.split(';').map((place) => {
      const [start = 0, end = 0] = place.split(' ').map(Number);
      return { label, start: offsetOf(start), end: offsetOf(end) };
    });
  });
}

/** brat counts code points, and our offsets are in UTF-16 code units. */
function codePointOffsets(text: string): (codePoints: number) => number {
  const offsets: number[] = [];
  let at = 0;
  for (const character of text) {
    offsets.push(at);
    at += character.length;
  }
  return (codePoints) => offsets[codePoints] ?? at;
}
