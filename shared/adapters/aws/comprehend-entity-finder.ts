import { type ComprehendClient, DetectPiiEntitiesCommand, type PiiEntity } from '@aws-sdk/client-comprehend';
import type { Entity } from '../../domain/entity.ts';
import { chooseEntities } from '../../domain/entity-choice.ts';
import { PipelineFailure } from '../../domain/failures.ts';
import type { RawText } from '../../domain/text.ts';
import { comprehendUse } from '../../domain/text-units.ts';
import type { EntityFinder } from '../../ports/entity-finder.ts';
import { awsCall, type CallOptions, faultDetails } from './aws-call.ts';
import { COMPREHEND_KINDS } from './comprehend-kinds.ts';
import { type TextPiece, textPieces } from './text-pieces.ts';

export interface ComprehendEntityFinderOptions {
  readonly client: Pick<ComprehendClient, 'send'>;
}

type Language = 'en' | 'es';

/** What it knows. Source: Comprehend developer guide, "Personally identifiable information". */
const LANGUAGES: readonly Language[] = ['en', 'es'];

/** Bytes of UTF-8 in one call. Source: Comprehend API reference, "DetectPiiEntities": 100 KB. */
const MAX_BYTES = 100_000;

/** Characters that two pieces of a text share, so that a value at the cut is whole in one of them. Longer than any name. */
const OVERLAP = 500;

/**
 * Score from which on a finding counts. Ours, and low, because a name that shows is worse than a word that is hidden;
 * `affidavit verify redaction` on a deployment would justify another.
 */
const LEAST_SCORE = 0.5;

/** Calls of one text at a time: few, because every document in work makes some. Source: Comprehend quotas, 20 a second. */
const CALLS_AT_ONCE = 2;

/**
 * Asks Amazon Comprehend for personal data, beside our own detectors: it never stands in for one. A text whose language is
 * not told is taken for English; one in a language that Comprehend does not know is left to the others.
 *
 * It was tested against recorded answers; nobody has run it on an account.
 */
export function comprehendEntityFinder({ client }: ComprehendEntityFinderOptions): EntityFinder {
  return {
    languages: LANGUAGES,
    usesFor: (text, language) => {
      const { pieces } = requestsFor(text, language);
      return pieces.length === 0 ? [] : [comprehendUse(pieces.map((piece) => piece.text))];
    },
    find: async (text, signal, language) => {
      signal?.throwIfAborted();
      const { known, pieces } = requestsFor(text, language);
      const entities: Entity[] = [];
      for (let at = 0; at < pieces.length; at += CALLS_AT_ONCE) {
        const some = pieces.slice(at, at + CALLS_AT_ONCE);
        const found = await Promise.all(some.map((piece) => entitiesIn(piece, known, client, signal)));
        entities.push(...found.flat());
      }
      return chooseEntities(text, entities);
    },
  };
}

/** What Comprehend is sent: nothing of an empty text, nor of one in a language that it does not know. */
function requestsFor(text: RawText, language = 'en'): { readonly known: Language; readonly pieces: TextPiece[] } {
  const known = language === 'und' ? 'en' : LANGUAGES.find((each) => each === language);
  if (known === undefined || text.trim() === '') return { known: 'en', pieces: [] };
  return { known, pieces: textPieces(text, { maxBytes: MAX_BYTES, overlap: OVERLAP }) };
}

/** @throws PipelineFailure `DetectorUnavailable`: a text that was not looked at must not pass. */
async function entitiesIn(
  { text, start }: TextPiece,
  language: Language,
  client: ComprehendEntityFinderOptions['client'],
  signal: AbortSignal | undefined,
): Promise<Entity[]> {
  const answer = await awsCall('Comprehend did not look at the text', signal, (options) =>
    detected(text, language, client, options),
  );
  const offsetOf = offsetsOf(text);
  return (answer.Entities ?? []).flatMap((entity) => entityOf(entity, start, offsetOf));
}

async function detected(
  text: string,
  language: Language,
  client: ComprehendEntityFinderOptions['client'],
  options: CallOptions,
) {
  try {
    return await client.send(new DetectPiiEntitiesCommand({ Text: text, LanguageCode: language }), options);
  } catch (cause) {
    options.abortSignal?.throwIfAborted();
    throw new PipelineFailure('DetectorUnavailable', 'Comprehend did not look at the text', {
      details: faultDetails(cause),
    });
  }
}

function entityOf(
  { Type, Score = 0, BeginOffset, EndOffset }: PiiEntity,
  start: number,
  offsetOf: (character: number) => number,
): Entity[] {
  const kind = COMPREHEND_KINDS[Type ?? ''];
  if (kind === undefined || Score < LEAST_SCORE || BeginOffset === undefined || EndOffset === undefined) return [];
  // Below 1, which stands for what a checksum confirms.
  const confidence = Math.min(Score, 0.99);
  return [{ kind, start: start + offsetOf(BeginOffset), end: start + offsetOf(EndOffset), confidence }];
}

/** From characters, as Comprehend counts, to UTF-16 code units, as JavaScript does: those differ from the first emoji on. */
function offsetsOf(text: string): (character: number) => number {
  const wide: number[] = []; // Positions in characters of those that take two units.
  let position = 0;
  for (const character of text) {
    if (character.length === 2) wide.push(position);
    position += 1;
  }
  return (character) => {
    const before = wide.findIndex((at) => at >= character);
    return character + (before === -1 ? wide.length : before);
  };
}
