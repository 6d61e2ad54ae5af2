import type { Principal } from './access.ts';
import type { FactKey } from './fact-keys.ts';
import type { FailureName } from './failures.ts';
import type { MeteredCost } from './metered-cost.ts';
import type { RedactedText } from './text.ts';

/** `strict` redacts names and addresses too; `identifiers` keeps them and redacts numbers, e-mail and the like. */
export type RedactionPolicy = 'strict' | 'identifiers';

/** What a collection's documents get unless their own metadata narrows it. */
export interface CollectionRule {
  readonly tenantId: string;
  readonly collection: string;
  readonly access: readonly Principal[];
  readonly policy: RedactionPolicy;
}

export type DocumentStatus = 'running' | 'published' | 'rejected' | 'held' | 'deleted';

/** What of a version is told by whoever stored it, and is the same however often it is looked at. */
export interface VersionMark {
  /** When it was written, or the date that its metadata names: ISO 8601. Absent where unknown. */
  readonly date?: string | undefined;
  /** Keys of its metadata, by which it is filtered; the values of text are not kept. */
  readonly metadata?: readonly FactKey[] | undefined;
}

/** What the document store was last seen to hold under the key. */
export interface SourceState extends VersionMark {
  readonly versionId: string;
  /** S3's order of events on one key; absent when the state was read without an event. */
  readonly sequencer?: string | undefined;
  readonly bytes: number;
  /** When it was written, ISO 8601. Absent where unknown, and once a person or a new rule had it processed again. */
  readonly modifiedAt?: string | undefined;
}

/**
 * What the index may show: the one commit point. A chunk is visible only while its (version, attempt) stands here. Date and
 * metadata are those of the newest version that was published, also where that has the bytes of the one before.
 */
export interface LiveVersion extends VersionMark {
  /** Version and attempt under which the chunks were written. */
  readonly versionId: string;
  readonly attempt: number;
  /** SHA-256 of the bytes, hexadecimal: a version of the same bytes adopts these chunks. */
  readonly contentHash: string;
  readonly pipelineVersion: string;
  readonly policy: RedactionPolicy;
  /** Name of what it was cut by; missing from rows of before it was a setting. */
  readonly chunking?: string | undefined;
  readonly title: RedactedText;
  readonly mediaType: string;
  /** ISO 639-1, or `und`. */
  readonly language: string;
  /** Kind of document, such as `contract`, or `unknown`. */
  readonly documentClass: string;
  /** How likely the likeliest class is, 0 to 1, claimed or not; missing from rows of before it was kept. */
  readonly classConfidence?: number | undefined;
  readonly pages: number;
  /** Whether page numbers are those a reader sees. */
  readonly paged: boolean;
  readonly chunks: number;
  /** Of these chunks, how many the index refused for good: they are never found. */
  readonly quarantined: number;
  /** Of these chunks, how many look like orders to a model: found, and never believed in a model's words. */
  readonly suspicious: number;
  /** What models took to process this version; absent from rows of earlier releases. */
  readonly cost?: MeteredCost | undefined;
  /** ISO 8601. */
  readonly publishedAt: string;
}

/** The ledger's row of a document: facts, never its text. */
export interface DocumentRecord {
  readonly tenantId: string;
  readonly documentId: string;
  readonly collection: string;
  /** The object's key, sealed with the tenant's key: names of files hold personal data. */
  readonly sealedKey: string;
  /** The path's last part after redaction; a neutral name until redaction has run. */
  readonly name: RedactedText;
  /** Grows by one with every write; a write names the revision that it replaces. */
  readonly revision: number;
  readonly status: DocumentStatus;
  /** What is processed or was processed last; absent once deleted. */
  readonly source?: SourceState | undefined;
  /** Attempt on `source`, 1-based; grows over the document's whole life, deletions included. */
  readonly attempt: number;
  /** ISO 8601; a run that has not ended by then is taken for dead. */
  readonly leaseExpiresAt?: string | undefined;
  readonly live?: LiveVersion | undefined;
  /** In force for what is live. */
  readonly access: readonly Principal[];
  /** In force once the running version is published, where it is wider than what is live may have. */
  readonly pendingAccess?: readonly Principal[] | undefined;
  /** The policy that counts for this document: its collection's, or the one it was released with. */
  readonly policy: RedactionPolicy;
  /** The collection's policy when the document was last started: once that changes, its text is processed anew. */
  readonly rulePolicy?: RedactionPolicy | undefined;
  /** How documents were to be cut when it was last started: once that changes, it is processed anew. */
  readonly chunking?: string | undefined;
  readonly failure?: { readonly name: FailureName; readonly step: string; readonly at: string } | undefined;
  /** ISO 8601. */
  readonly createdAt: string;
  readonly updatedAt: string;
}

/** One step of one attempt, as `affidavit documents <id>` shows it. */
export interface StepRecord {
  readonly tenantId: string;
  readonly documentId: string;
  readonly versionId: string;
  readonly attempt: number;
  readonly step: string;
  /** ISO 8601; for steps that run in batches, of the first batch to start and the last to end. */
  readonly startedAt: string;
  readonly endedAt: string;
  readonly runs: number;
  readonly outcome: 'succeeded' | FailureName;
}
