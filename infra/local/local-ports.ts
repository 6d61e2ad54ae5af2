import path from 'node:path';
import { folderArtifactStore } from '#shared/adapters/local/folder-artifact-store.ts';
import { type FolderDocumentStore, folderDocumentStore } from '#shared/adapters/local/folder-document-store.ts';
import { issuerKey, type PublicKeySet } from '#shared/adapters/local/issuer-key.ts';
import { jsonLinesLog } from '#shared/adapters/local/json-lines-log.ts';
import { keyFile } from '#shared/adapters/local/key-file.ts';
import type { MetricHistory } from '#shared/adapters/local/metric-history.ts';
import type { PrometheusMetrics } from '#shared/adapters/local/prometheus-metrics.ts';
import type { DurableAdmissionQueue } from '#shared/adapters/local/sqlite-admission-queue.ts';
import type { Executions } from '#shared/adapters/local/sqlite-executions.ts';
import type { DurableSlots } from '#shared/adapters/local/sqlite-slots.ts';
import { tesseractRecognizer } from '#shared/adapters/local/tesseract-recognizer.ts';
import { type UploadForms, uploadForms } from '#shared/adapters/local/upload-forms.ts';
import { derivedKeys } from '#shared/adapters/portable/derived-keys.ts';
import { eldLanguageDetector } from '#shared/adapters/portable/eld-language-detector.ts';
import { embedderFingerprint } from '#shared/adapters/portable/embedder-fingerprint.ts';
import { jwtTokenVerifier } from '#shared/adapters/portable/jwt-token-verifier.ts';
import { loadedOnce } from '#shared/adapters/portable/loaded-once.ts';
import { patternEntityFinder } from '#shared/adapters/portable/pattern-entity-finder.ts';
import { readPolicy } from '#shared/adapters/portable/policy-file.ts';
import { randomIds } from '#shared/adapters/portable/random-ids.ts';
import { systemClock } from '#shared/adapters/portable/system-clock.ts';
import { wordpieceTokenCounter } from '#shared/adapters/portable/wordpiece-token-counter.ts';
import type { StoredClassHead } from '#shared/contracts/class-head.ts';
import type { LocalSettings } from '#shared/contracts/local-settings.ts';
import type { Caller } from '#shared/domain/access.ts';
import { type ChunkingPolicy, chunkingNamed } from '#shared/domain/chunking-policy.ts';
import type { EmbedderFingerprint } from '#shared/domain/fingerprint.ts';
import type { ObjectEvent } from '#shared/domain/object-event.ts';
import type { Policy } from '#shared/domain/policy.ts';
import type { RetrievalCalibration } from '#shared/domain/retrieval-calibration.ts';
import type { SlotLimits } from '#shared/domain/slots.ts';
import type { Vector } from '#shared/domain/vector.ts';
import type { ActivityLog } from '#shared/ports/activity-log.ts';
import type { AnswerHistory } from '#shared/ports/answer-history.ts';
import type { ArtifactStore } from '#shared/ports/artifact-store.ts';
import type { ChunkIndex } from '#shared/ports/chunk-index.ts';
import type { Clock, Ids } from '#shared/ports/clock.ts';
import type { Embedder } from '#shared/ports/embedder.ts';
import type { EntityFinder } from '#shared/ports/entity-finder.ts';
import type { IndexGenerations } from '#shared/ports/index-generations.ts';
import type { Keys } from '#shared/ports/keys.ts';
import type { LanguageDetector } from '#shared/ports/language-detector.ts';
import type { Ledger } from '#shared/ports/ledger.ts';
import type { Metrics } from '#shared/ports/metrics.ts';
import type { Orchestrator } from '#shared/ports/orchestrator.ts';
import type { Spending } from '#shared/ports/spending.ts';
import type { TextAnalyzer } from '#shared/ports/text-analyzer.ts';
import type { TextExtractor, TypeDetector } from '#shared/ports/text-extractor.ts';
import type { TextRecognizer } from '#shared/ports/text-recognizer.ts';
import type { TokenCounter } from '#shared/ports/token-counter.ts';
import type { TokenVerifier } from '#shared/ports/token-verifier.ts';
import type { BoundedCache } from '#shared/runtime/bounded-cache.ts';
import { cachedEmbedder } from '#shared/runtime/cached-embedder.ts';
import { createRedactor, type Redactor } from '#shared/runtime/redactor.ts';
import type { RetrievalChoice } from '#shared/runtime/retrieval-choice.ts';
import { localCache } from './local-caches.ts';
import { calibrationFor, storedCalibration } from './local-calibration.ts';
import { type LocalExtraction, localExtraction } from './local-extraction.ts';
import { MODEL_FILES, openCrossEncoder, openModels } from './local-models.ts';
import { openDatabases } from './open-databases.ts';
import { openQuestionModels, type QuestionModelOverrides, type QuestionModels } from './open-question-models.ts';
import { standardClasses } from './standard-classes.ts';

/** Name of the bucket that the folder stands for; part of every document's identity. */
const BUCKET = 'local-documents';

/** Who signs the tokens of this machine, and for what. */
const LOCAL_ISSUER = 'https://affidavit.local';
const LOCAL_AUDIENCE = 'affidavit';

/** Every port of the functions, over one state folder. */
export interface LocalPorts extends QuestionModels {
  readonly store: FolderDocumentStore;
  readonly artifacts: ArtifactStore;
  readonly ledger: Ledger;
  readonly index: ChunkIndex;
  readonly generations: IndexGenerations;
  readonly queue: DurableAdmissionQueue;
  readonly executions: Executions;
  readonly orchestrator: Orchestrator;
  readonly slots: DurableSlots;
  readonly slotLimits: SlotLimits;
  readonly spending: Spending;
  readonly keys: Keys;
  readonly clock: Clock;
  readonly ids: Ids;
  readonly embedder: Embedder;
  readonly calibration: RetrievalCalibration;
  readonly choice: RetrievalChoice;
  /** Of the ports; those of the functions belong to them. */
  readonly caches: readonly Pick<BoundedCache<unknown>, 'name' | 'counts'>[];
  readonly redactor: Redactor;
  readonly languages: LanguageDetector;
  readonly tokens: TokenCounter;
  readonly analyzer: TextAnalyzer;
  readonly types: TypeDetector;
  readonly extractor: TextExtractor;
  readonly recognizer: TextRecognizer | undefined;
  readonly uploads: UploadForms;
  readonly jwks: PublicKeySet;
  readonly verifier: TokenVerifier;
  /** Rules on questions and answers. */
  readonly policy: Policy;
  readonly settings: LocalSettings;
  /** Goes to both of the next. */
  readonly metrics: Metrics;
  /** A line for each run of a function, on standard error where the settings ask for it. */
  readonly log: ActivityLog;
  /** What this process emitted, for Prometheus. */
  readonly prometheus: PrometheusMetrics;
  /** What all processes on the state folder emitted, by the minute. */
  readonly history: MetricHistory;
  /** The answers that were given, with what they cost and what their readers said. */
  readonly answers: AnswerHistory;
  readonly chunking: ChunkingPolicy;
  /** The classes of whoever trained none of their own. */
  readonly standardHead: StoredClassHead | undefined;
  /** Of the embedder. */
  fingerprint(): Promise<EmbedderFingerprint>;
  /** Makes the index ready for the embedder; refuses one that was built with another. */
  prepareIndex(): Promise<void>;
  issueToken(caller: Caller, expiresInSeconds: number): string;
  /** Says where the local server takes uploads, once it listens. */
  setUploadUrl(url: string): void;
  /** Called for every change to the document store; the stack connects it to `route`. */
  onChange(listener: (event: ObjectEvent) => Promise<void>): void;
  /** Empties the write-ahead logs, so that what was deleted is gone from the files too. */
  checkpoint(): void;
  close(): Promise<void>;
}

/** Ports that tests and benchmarks put in the place of the real ones. */
export interface PortOverrides extends QuestionModelOverrides {
  readonly embedder?: Embedder;
  /** Name detectors. */
  readonly finders?: readonly EntityFinder[];
  readonly redactor?: (keys: Keys) => Redactor;
  /** Wraps all ports once they are open. */
  readonly decorate?: (ports: LocalPorts) => LocalPorts;
  readonly clock?: Clock;
  readonly tokens?: TokenCounter;
  readonly extraction?: LocalExtraction;
}

interface LocalPortsOptions {
  readonly home: string;
  readonly settings: LocalSettings;
  readonly overrides: PortOverrides;
}

export async function openLocalPorts({ home, settings, overrides }: LocalPortsOptions): Promise<LocalPorts> {
  const clock = overrides.clock ?? systemClock;
  const stored = await storedCalibration(settings);
  const masterKey = keyFile(path.join(home, 'keys', 'master'));
  const keys = derivedKeys(masterKey);
  const issuer = issuerKey(path.join(home, 'keys', 'issuer.pem'), { clock });
  const crossEncoder = openCrossEncoder(settings);
  const models = await openModels(settings, overrides);
  const extraction = overrides.extraction ?? localExtraction({ recognises: settings.AFFIDAVIT_OCR === 'on' });
  const documents = openDocuments(home, masterKey, clock);
  const databases = openDatabases(home, keys, clock);
  const { embedder, caches } = rememberedVectors(models.embedder, settings, overrides, clock);
  const calibration = await calibrationFor(embedder, databases.ports.index, stored);
  const ports: LocalPorts = {
    ...documents.ports,
    ...databases.ports,
    artifacts: folderArtifactStore({ root: path.join(home, 'artifacts'), keys }),
    ...{ keys, clock, ids: randomIds, log: activityLog(settings, clock) },
    embedder,
    redactor:
      overrides.redactor?.(keys) ?? createRedactor({ finders: models.finders, patterns: patternEntityFinder(), keys }),
    ...{ calibration, caches, choice: choiceOf(settings) },
    ...openQuestionModels(
      settings,
      { ...crossEncoder, ...overrides },
      { clock, embedder, calibration, ...databases.ports },
    ),
    languages: eldLanguageDetector(),
    tokens: overrides.tokens ?? wordpieceTokenCounter(MODEL_FILES.embedder.tokenizerPath),
    ...extractionPorts(extraction, documents.ports.store, settings),
    jwks: issuer.jwks,
    verifier: jwtTokenVerifier({ issuer: LOCAL_ISSUER, audience: LOCAL_AUDIENCE, jwks: issuer.jwks }),
    ...{ settings, ...(await rulesOf(settings)) },
    ...indexReadiness(databases.ports.index, embedder),
    issueToken: ({ tenantId, user, groups }, seconds) =>
      issuer.signToken({ iss: LOCAL_ISSUER, aud: LOCAL_AUDIENCE, sub: user, tenant: tenantId, groups }, seconds),
    close: async () => {
      await Promise.all([models.close(), crossEncoder.close(), overrides.extraction ? undefined : extraction.close()]);
      documents.close();
      databases.close();
    },
  };
  return overrides.decorate?.(ports) ?? ports;
}

function extractionPorts(
  { types, extractor, scans }: LocalExtraction,
  store: FolderDocumentStore,
  { AFFIDAVIT_MAX_DOCUMENT_BYTES: maxDocumentBytes }: LocalSettings,
): Pick<LocalPorts, 'types' | 'extractor' | 'recognizer'> {
  const recognizer = scans && tesseractRecognizer({ store, reader: scans, maxDocumentBytes });
  return { types, extractor, recognizer };
}

function choiceOf({ AFFIDAVIT_FRESHNESS_DAYS, AFFIDAVIT_SOURCE_CAP }: LocalSettings): RetrievalChoice {
  return { freshnessDays: AFFIDAVIT_FRESHNESS_DAYS, sourceCap: AFFIDAVIT_SOURCE_CAP };
}

function indexReadiness(index: ChunkIndex, embedder: Embedder) {
  const fingerprint = loadedOnce(() => embedderFingerprint(embedder));
  return { fingerprint, prepareIndex: loadedOnce(async () => index.prepare(await fingerprint())) };
}

/** An embedder that somebody put in place stays as it is: it may be there to be counted. */
function rememberedVectors(model: Embedder, settings: LocalSettings, { embedder }: PortOverrides, clock: Clock) {
  const vectors = localCache<Vector>('embeddings', settings, clock);
  return { embedder: embedder ?? cachedEmbedder(model, vectors), caches: [vectors] };
}

/** What ingest and questions go by. */
async function rulesOf(settings: LocalSettings) {
  return {
    policy: readPolicy(settings.AFFIDAVIT_POLICY),
    chunking: chunkingNamed(settings.AFFIDAVIT_CHUNKING),
    standardHead: await standardClasses(),
    slotLimits: slotLimitsOf(settings),
  };
}

function slotLimitsOf({ AFFIDAVIT_SLOTS: total, AFFIDAVIT_SLOTS_PER_TENANT: perTenant = total }: LocalSettings) {
  return { total, perTenant };
}

/** The folder that stands for the bucket, and the forms by which clients upload into it. */
function openDocuments(home: string, masterKey: Uint8Array, clock: Clock) {
  let uploadUrl = '';
  let listener = async (_event: ObjectEvent) => {};
  const uploads = uploadForms({ url: () => uploadUrl, secret: masterKey, clock });
  const root = path.join(home, 'documents', 'store');
  const store = folderDocumentStore({ root, bucket: BUCKET, uploads, onChange: (event) => listener(event) });
  const setUploadUrl = (url: string) => {
    uploadUrl = url;
  };
  const onChange = (next: (event: ObjectEvent) => Promise<void>) => {
    listener = next;
  };
  return { ports: { store, uploads, setUploadUrl, onChange }, close: () => store.close() };
}

function activityLog({ AFFIDAVIT_LOG: level }: LocalSettings, clock: Clock): ActivityLog {
  if (level === 'off') return { begin: () => () => undefined };
  return jsonLinesLog({ clock, level, write: (line) => void process.stderr.write(`${line}\n`) });
}
