import type { IngestStep } from '#shared/contracts/steps.ts';
import type { Access, Grant } from './access.ts';
import { readsDocuments } from './document-access.ts';
import { startsExecutions } from './execution-access.ts';
import {
  derivesKeys,
  knowsChunking,
  readsArtifacts,
  removesArtifacts,
  usesLedger,
  writesArtifacts,
  writesIndex,
} from './function-access.ts';
import { asksComprehend, asksForClass, beginsRecognition, collectsRecognition, embeds } from './model-access.ts';
import type { Platform } from './platform.ts';

/** What every step does besides its work: it writes its history, and renews the lease of its execution's slot. */
const recordsStep = usesLedger('GetItem', 'PutItem');

/** Most look first whether they still work for the document's current version and attempt. */
const readsRow = usesLedger('GetItem');

/** The last steps give the slot back, and start whoever waits for it. */
const endsExecution = usesLedger('DeleteItem', 'Query');

/** Models are paid for by the tenant. */
const spends = usesLedger('GetItem', 'UpdateItem');

/** Of what redaction asks, Comprehend alone is paid for by the call. */
const spendsOnComprehend: Grant = (platform) => (platform.settings.comprehend === true ? spends(platform) : {});

/** What each step does, and so what it may do. */
const STEP_ACCESS: Readonly<Record<IngestStep, readonly ((platform: Platform) => Access)[]>> = {
  identify: [recordsStep, readsRow, readsDocuments, derivesKeys, knowsChunking],
  extract: [
    ...[recordsStep, readsRow, readsDocuments, derivesKeys, writesArtifacts('raw'), setsRawKey],
    beginsRecognition,
  ],
  recognise: [
    ...[recordsStep, readsRow, readsDocuments, derivesKeys, writesArtifacts('raw'), setsRawKey],
    collectsRecognition,
  ],
  redact: [
    ...[recordsStep, readsRow, derivesKeys, asksComprehend, spendsOnComprehend],
    ...[readsArtifacts('raw'), writesArtifacts('pages')],
  ],
  classify: [recordsStep, readsArtifacts('pages'), readsArtifacts('classes'), embeds, asksForClass, spends],
  chunk: [recordsStep, readsArtifacts('pages'), writesArtifacts('work'), knowsChunking],
  embed: [recordsStep, readsArtifacts('work'), writesArtifacts('work'), embeds, spends],
  'index-chunks': [recordsStep, readsRow, readsArtifacts('work'), writesArtifacts('pages'), writesIndex],
  publish: [
    ...[recordsStep, readsRow, readsArtifacts('pages'), readsArtifacts('work')],
    ...[removesArtifacts('raw', 'work', 'pages'), writesIndex, endsExecution, startsExecutions],
  ],
  reject: [
    ...[recordsStep, readsRow, usesLedger('Query'), removesArtifacts('raw', 'work', 'pages'), writesIndex],
    ...[endsExecution, startsExecutions],
  ],
};

export function stepAccess(step: IngestStep, platform: Platform): readonly Access[] {
  return STEP_ACCESS[step].map((grant) => grant(platform));
}

/** Raw text is written under a key of its own, which its writer has to name. */
function setsRawKey({ data }: Platform): Access {
  return { settings: { RAW_KEY_ARN: data.rawKeyArn } };
}
