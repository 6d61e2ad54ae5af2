import type { Command } from 'commander';
import { parsePrincipals } from '#shared/domain/access.ts';
import { assertMetadata, type DocumentMetadata } from '#shared/domain/document-metadata.ts';
import { failureTraits, PipelineFailure } from '#shared/domain/failures.ts';
import { objectKeyOf } from '#shared/domain/identity.ts';
import { findFiles } from '../find-files.ts';
import { type FileOutcome, ingestFiles } from '../ingest-files.ts';
import { LOCAL_COLLECTION, LOCAL_TENANT } from '../local-tenant.ts';
import { type Stack, withStack } from '../stack.ts';
import { addCommand, type CliContext, EXIT_CODES } from './cli-context.ts';
import { tenantName } from './option-values.ts';
import { progressBar } from './progress-bar.ts';

interface IngestOptions {
  readonly tenant: string;
  readonly collection: string;
  readonly acl?: string;
  readonly meta?: DocumentMetadata;
  readonly json?: true;
}

export function addIngestCommand(program: Command, context: CliContext): void {
  addCommand(program, context, {
    name: 'ingest',
    summary: 'take files or folders in, and wait until each is published, rejected or held',
    details: '\nFiles stay where they are. Exit code 3: some were rejected or held; each is listed with its reason.',
  })
    .argument('<path...>', 'files, or folders with everything below them')
    .option('--tenant <tenant>', 'tenant that they belong to', tenantName, LOCAL_TENANT)
    .option('--collection <collection>', 'collection that they go into', LOCAL_COLLECTION)
    .option('--acl <principals>', 'who may read them, within the access of the collection')
    .option('--meta <name=value>', 'metadata by which they can be filtered; may be repeated', metadataOption)
    .action((paths: string[], options: IngestOptions) =>
      withStack({ settings: context.settings, runsIngest: true }, (stack) => ingest(stack, paths, options, context)),
    );
}

async function ingest(
  stack: Stack,
  paths: readonly string[],
  options: IngestOptions,
  context: CliContext,
): Promise<void> {
  const access = options.acl === undefined ? undefined : parsePrincipals(options.acl).join(',');
  await ensureCollection(stack, options, access, context);
  const files = await findFiles(paths);
  if (files.length === 0) context.note('No file was found there; hidden ones and links are left out.');
  const bar = progressBar(files.length, context);
  const outcomes = await ingestFiles(stack, files, {
    ...options,
    attributes: { access, metadata: options.meta },
    onProgress: bar.update,
  });
  bar.end();
  if (options.json) context.printJson(summary(outcomes));
  else for (const line of summaryLines(outcomes)) context.print(line);
  const isWhole = outcomes.every(({ outcome }) => outcome !== 'rejected' && outcome !== 'held');
  if (!isWhole) context.setExitCode(EXIT_CODES.incomplete);
}

/**
 * A collection that has no rule yet gets the access that the command names, and only then: without one, documents would
 * be refused anyhow, so say so before anything is copied.
 */
async function ensureCollection(
  { ports: { ledger } }: Stack,
  { tenant: tenantId, collection }: IngestOptions,
  access: string | undefined,
  context: CliContext,
): Promise<void> {
  objectKeyOf({ tenantId, collection, path: 'any' }); // Refuses names that no key could hold.
  if ((await ledger.collection(tenantId, collection)) !== undefined) return;
  if (access === undefined) {
    throw new PipelineFailure('CollectionUndeclared', `${tenantId}/${collection} has no rule`);
  }
  await ledger.writeCollection({ tenantId, collection, access: parsePrincipals(access), policy: 'strict' });
  context.note(`Declared the collection ${tenantId}/${collection} with access ${access} and policy strict.`);
}

/** Gathers an option that may be given several times, once a name. */
function metadataOption(value: string, before: DocumentMetadata = {}): DocumentMetadata {
  const at = value.indexOf('=');
  const metadata = { ...before, [value.slice(0, Math.max(0, at))]: value.slice(at + 1) };
  assertMetadata(metadata);
  return metadata;
}

function summary(outcomes: readonly FileOutcome[]) {
  const count = (outcome: FileOutcome['outcome']) => outcomes.filter((each) => each.outcome === outcome).length;
  return {
    files: outcomes.length,
    published: count('published'),
    accessChanged: count('access-changed'),
    unchanged: count('unchanged'),
    rejected: count('rejected'),
    held: count('held'),
    documents: outcomes,
  };
}

function summaryLines(outcomes: readonly FileOutcome[]): string[] {
  const { published, accessChanged, unchanged, rejected, held } = summary(outcomes);
  const reasons = outcomes.flatMap(({ documentId, name, failure }) =>
    failure === undefined ? [] : [`  ${name}  ${failure}: ${failureTraits(failure).advice}  (${documentId})`],
  );
  const counts = `${published} published, ${accessChanged} with other access, ${unchanged} unchanged, ${rejected} rejected, ${held} held`;
  return [...reasons, counts];
}
