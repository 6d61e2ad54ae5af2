import type { Command } from 'commander';
import type { Caller } from '#shared/domain/access.ts';
import type { DocumentRecord } from '#shared/domain/document.ts';
import { PipelineFailure } from '#shared/domain/failures.ts';
import { LOCAL_TENANT } from '../local-tenant.ts';
import { requestJson } from '../request-json.ts';
import { type Stack, withStack } from '../stack.ts';
import { addCommand, type CliContext } from './cli-context.ts';
import { tenantName } from './option-values.ts';

export function addDeleteCommand(program: Command, context: CliContext): void {
  addCommand(program, context, {
    name: 'delete',
    summary: 'delete documents for good: every version, the index entries and what was made of them',
  })
    .argument('<documentId...>')
    .option('--tenant <tenant>', 'tenant of the documents', tenantName, LOCAL_TENANT)
    .action(async (documentIds: string[], options: { readonly tenant: string; readonly json?: true }) => {
      await withStack({ settings: context.settings, runsIngest: true }, async (stack) => {
        for (const documentId of documentIds) await deleteDocument(stack, options.tenant, documentId);
      });
      if (options.json) context.printJson({ deleted: documentIds });
      else context.print(`Deleted ${documentIds.join(', ')}.`);
    });
}

async function deleteDocument(stack: Stack, tenantId: string, documentId: string): Promise<void> {
  const record = await stack.ports.ledger.document(tenantId, documentId);
  if (record === undefined) throw new PipelineFailure('NotFound', `no document ${documentId} in this tenant`);
  if (record.access.length === 0) {
    // Nobody may read what was refused before its access was known, so no caller could delete it.
    const { store, keys } = stack.ports;
    await store.remove(keys.open(tenantId, record.sealedKey));
    await stack.settled();
    return;
  }
  await requestJson(stack, permitted(record), 'DELETE', `/v1/documents/${documentId}`);
}

/** The machine's owner may do what any reader may: somebody whom the document's access lets in. */
function permitted({ tenantId, access }: DocumentRecord): Caller {
  const named = (kind: string) => access.filter((name) => name.startsWith(kind)).map((name) => name.slice(kind.length));
  const [user = 'owner'] = named('user:');
  return { tenantId, user, groups: named('group:') };
}
