import { type Command, Option } from 'commander';
import type { DocumentStatus, RedactionPolicy } from '#shared/domain/document.ts';
import { PipelineFailure } from '#shared/domain/failures.ts';
import { everyDocument } from '../every-document.ts';
import { LOCAL_TENANT } from '../local-tenant.ts';
import { retryDocument } from '../retry-document.ts';
import { type Stack, withStack } from '../stack.ts';
import { addCommand, type CliContext } from './cli-context.ts';
import { documentJson, documentLines, stepLine } from './document-lines.ts';
import { watchDocuments } from './document-watch.ts';
import { tenantName } from './option-values.ts';

interface DocumentsOptions {
  readonly tenant: string;
  readonly held?: true;
  readonly watch?: true;
  readonly release?: true;
  readonly policy?: RedactionPolicy;
  readonly json?: true;
}

export function addDocumentsCommand(program: Command, context: CliContext): void {
  addCommand(program, context, {
    name: 'documents',
    summary: 'list the documents of a tenant, show one with its steps, or release what is held',
  })
    .argument('[documentId]', 'show this one with the history of its steps')
    .option('--tenant <tenant>', 'tenant of the documents', tenantName, LOCAL_TENANT)
    .option('--held', 'only those that are held')
    .addOption(new Option('--watch', 'keep the list up to date until Ctrl-C').conflicts(['json', 'held', 'release']))
    .option('--release', 'send a held or rejected document again')
    .addOption(new Option('--policy <policy>', 'policy to release it with').choices(['strict', 'identifiers']))
    .action((documentId: string | undefined, options: DocumentsOptions) => {
      if (options.policy && !options.release) throw new PipelineFailure('InputInvalid', '--policy goes with --release');
      return withStack({ settings: context.settings, runsIngest: options.release === true }, async (stack) => {
        if (options.release) return release(stack, documentId, options, context);
        if (documentId !== undefined) return showOne(stack, documentId, options, context);
        if (options.watch) return watchDocuments(stack, options.tenant, context);
        return list(stack, options, context);
      });
    });
}

async function list(stack: Stack, { tenant, held, json }: DocumentsOptions, context: CliContext): Promise<void> {
  const status: DocumentStatus | undefined = held ? 'held' : undefined;
  const documents = await everyDocument(stack.ports.ledger, tenant, status);
  if (json) {
    context.printJson({ documents: documents.map(documentJson) });
    return;
  }
  if (documents.length === 0) context.print(held ? 'No document is held.' : `No documents in the tenant ${tenant}.`);
  for (const document of documents) for (const line of documentLines(document)) context.print(line);
}

async function showOne(
  stack: Stack,
  documentId: string,
  { tenant, json }: DocumentsOptions,
  context: CliContext,
): Promise<void> {
  const document = await stack.ports.ledger.document(tenant, documentId);
  if (document === undefined) throw new PipelineFailure('NotFound', 'no such document in this tenant');
  const steps = await stack.ports.ledger.steps(tenant, documentId);
  if (json) {
    context.printJson({ ...documentJson(document), steps });
    return;
  }
  for (const line of documentLines(document)) context.print(line);
  for (const step of steps) context.print(stepLine(step));
}

async function release(
  stack: Stack,
  documentId: string | undefined,
  { tenant, policy, json }: DocumentsOptions,
  context: CliContext,
): Promise<void> {
  if (documentId === undefined) throw new PipelineFailure('InputInvalid', '--release takes the id of a document');
  await retryDocument(stack, tenant, documentId, policy);
  const document = await stack.ports.ledger.document(tenant, documentId);
  if (document === undefined) return;
  if (json) context.printJson(documentJson(document));
  else for (const line of documentLines(document)) context.print(line);
}
