import type { DocumentMetadata } from '../domain/document-metadata.ts';

/** What was stored with an object, as it was uploaded. */
export interface ObjectAttributes {
  /** The object's own access list, when it has one. */
  readonly access?: string | undefined;
  /** Its metadata, by name in small letters; absent without any. Values may be personal data. */
  readonly metadata?: DocumentMetadata | undefined;
}

/** What a key holds right now. */
export type ObjectState =
  | { readonly state: 'absent' }
  | (ObjectAttributes & {
      readonly state: 'present';
      readonly versionId: string;
      readonly bytes: number;
      /** When the version was written, ISO 8601; absent where the store does not know. */
      readonly modifiedAt?: string | undefined;
    });

export interface UploadForm {
  readonly url: string;
  /** Form fields that go before the file in a `multipart/form-data` POST. */
  readonly fields: Readonly<Record<string, string>>;
  /** ISO 8601. */
  readonly expiresAt: string;
}

/** Its attributes are chosen by the server. */
export interface UploadLimits extends ObjectAttributes {
  readonly maxBytes: number;
  readonly expiresInSeconds: number;
}

/**
 * Keeps the source documents, in versions. Events about them are hints only; what counts is what `head` says.
 *
 * An aborted `signal` rejects any call. Every call throws PipelineFailure `DependencyUnavailable` when the store fails.
 */
export interface DocumentStore {
  /** The bucket's name, part of a document's identity. */
  readonly bucket: string;

  /** The current state of exactly this key, strongly consistent. */
  head(key: string, signal?: AbortSignal): Promise<ObjectState>;

  /**
   * The bytes of one version.
   *
   * @throws PipelineFailure `DocumentTooLarge` past `maxBytes`; `Superseded` when that version is no longer there.
   */
  read(key: string, versionId: string, maxBytes: number, signal?: AbortSignal): Promise<Uint8Array>;

  /** Writes a new version. */
  write(
    key: string,
    bytes: Uint8Array,
    attributes?: ObjectAttributes,
    signal?: AbortSignal,
  ): Promise<{ readonly versionId: string }>;

  /** Removes every version and marker of exactly this key, and no sibling. Removing nothing is no failure. */
  remove(key: string, signal?: AbortSignal): Promise<void>;

  /** Keys with a current version under the prefix, in order, a page at a time; `after` is the last key of the page before. */
  list(prefix: string, after?: string, signal?: AbortSignal): Promise<readonly string[]>;

  /** A form by which a client uploads exactly this key. */
  presignUpload(key: string, limits: UploadLimits, signal?: AbortSignal): Promise<UploadForm>;
}
