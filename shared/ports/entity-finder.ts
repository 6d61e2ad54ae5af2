import type { Entity } from '../domain/entity.ts';
import type { ModelUse } from '../domain/metered-cost.ts';
import type { RawText } from '../domain/text.ts';

/** Finds names and addresses, which have no pattern and no checksum. */
export interface EntityFinder {
  /** ISO 639-1 codes of the languages it knows. */
  readonly languages: readonly string[];

  /** What looking at a text takes of a service that is paid; absent of a finder in our own process. */
  readonly usesFor?: ((text: RawText, language?: string) => readonly ModelUse[]) | undefined;

  /**
   * Entities of one text by their offsets in it, in order, without overlap. `language` is the text's as an ISO 639-1 code,
   * `und` or absent where nobody knows it; a finder that reads all of its languages alike does not look at it.
   *
   * @throws PipelineFailure `DetectorUnavailable` when it cannot run: a text that was not looked at must not pass.
   */
  find(text: RawText, signal?: AbortSignal, language?: string): Promise<Entity[]>;
}
