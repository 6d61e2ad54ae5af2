import { metadataField } from './fact-conditions.ts';
import { type FactKey, type TextDigest, valueKey } from './fact-keys.ts';
import { PipelineFailure } from './failures.ts';
import { type MetadataValue, metadataValueOf } from './metadata-value.ts';

/** Metadata of a document as it was given with its file, by name. Values may be personal data. */
export type DocumentMetadata = Readonly<Record<string, string>>;

/** What of a version's metadata is kept: keys by which it is filtered, and the date where it names one. */
export interface KeptMetadata {
  readonly keys: readonly FactKey[];
  /** ISO 8601 in UTC with milliseconds. */
  readonly date?: string | undefined;
}

/** Name of the metadata that tells a document's date in place of the time at which its version was written. */
const DATE_NAME = 'date';

/** S3 takes 2 KB of names and values in all. Source: S3 user guide, "Working with object metadata". */
const MAX_ENTRIES = 16;
const MAX_VALUE_LENGTH = 256;

/** S3 gives names back in small letters. */
const NAME = /^[a-z][a-z0-9-]{0,31}$/;

/** Whether a name of metadata may be this. */
export function isMetadataName(name: string): boolean {
  return NAME.test(name);
}

/**
 * What of the metadata is kept. Text becomes a keyed digest, for whose name stands there is nobody's business; numbers and
 * dates stay as they are, for their order is what they are asked by.
 *
 * @throws PipelineFailure `MetadataInvalid` for more than 16, for a malformed name, and for a value that is empty or longer
 *   than 256 characters, or a `date` that is none.
 */
export function keptMetadata(metadata: DocumentMetadata, digest: TextDigest): KeptMetadata {
  const entries = Object.entries(metadata);
  if (entries.length > MAX_ENTRIES) throw invalid(`a document has at most ${MAX_ENTRIES} of them`);
  const values = entries.map(([name, value]) => ({ name, value: typedValue(name, value) }));
  const date = values.find(({ name }) => name === DATE_NAME)?.value;
  return {
    keys: values.map(({ name, value }) => valueKey(metadataField(name), value, digest)).sort(),
    ...(date?.kind === 'date' && { date: date.from }),
  };
}

/** @throws PipelineFailure `MetadataInvalid` for what `keptMetadata` refuses. */
export function assertMetadata(metadata: DocumentMetadata): void {
  keptMetadata(metadata, () => '');
}

function typedValue(name: string, value: string): MetadataValue {
  if (!isMetadataName(name)) throw invalid('a name has small letters, digits and hyphens, at most 32');
  if (value.trim() === '' || value.length > MAX_VALUE_LENGTH) {
    throw invalid(`a value has 1 to ${MAX_VALUE_LENGTH} characters`);
  }
  const typed = metadataValueOf(value);
  if (name === DATE_NAME && typed.kind !== 'date') throw invalid('`date` reads 2026-01-31 or 2026-01-31T12:00:00Z');
  return typed;
}

function invalid(rule: string): PipelineFailure {
  return new PipelineFailure('MetadataInvalid', `the metadata breaks a rule: ${rule}`);
}
