import { dateKey, type FactKey, textKey } from './fact-keys.ts';

/** What of a version documents are filtered by, besides their collection. */
export interface VersionFacts {
  readonly documentClass?: string | undefined;
  /** ISO 639-1, or `und`. */
  readonly language?: string | undefined;
  /** When it was written, or the date that its metadata names: ISO 8601 in UTC with milliseconds. */
  readonly date?: string | undefined;
  /** Keys of its metadata. */
  readonly metadata?: readonly FactKey[] | undefined;
}

/** The keys of a version, sorted, so that equal facts are an equal list. What is unknown has no key and meets no filter. */
export function factKeysOf({ documentClass, language, date, metadata = [] }: VersionFacts): FactKey[] {
  const keys = [
    ...(documentClass === undefined ? [] : [textKey('type', documentClass)]),
    ...(language === undefined ? [] : [textKey('language', language)]),
    ...(date === undefined ? [] : [dateKey('date', date)]),
    ...metadata,
  ];
  return [...new Set(keys)].sort();
}
