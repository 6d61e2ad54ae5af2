import { type Command, Option } from 'commander';
import { EVERYONE, parsePrincipals } from '#shared/domain/access.ts';
import type { CollectionRule, RedactionPolicy } from '#shared/domain/document.ts';
import { objectKeyOf } from '#shared/domain/identity.ts';
import { readmitCollection } from '../readmit-collection.ts';
import { withStack } from '../stack.ts';
import { addCommand, type CliContext } from './cli-context.ts';
import { tenantName } from './option-values.ts';

interface SetOptions {
  readonly access: string;
  readonly policy: RedactionPolicy;
  readonly json?: true;
}

export function addCollectionsCommand(program: Command, context: CliContext): void {
  const collections = addCommand(program, context, {
    name: 'collections',
    summary: 'list the collections, or set who may read one and how it is redacted',
  });
  collections
    .enablePositionalOptions() // What comes after `set` belongs to it.
    .option('--tenant <tenant>', 'only of this tenant', tenantName)
    .action(async (options: { tenant?: string; json?: true }) => {
      const rules = await withStack({ settings: context.settings }, (stack) =>
        stack.ports.ledger.collections(options.tenant),
      );
      if (options.json) context.printJson({ collections: rules });
      else for (const rule of rules) context.print(ruleLine(rule));
    });
  addCommand(collections, context, { name: 'set', summary: 'declare a collection, or change its rule' })
    .argument('<tenant>')
    .argument('<collection>')
    .option('--access <principals>', 'who may read: user:…, group:…, everyone-in-tenant, parted by commas', EVERYONE)
    .addOption(
      new Option('--policy <policy>', 'strict redacts names too; identifiers keeps them')
        .choices(['strict', 'identifiers'])
        .default('strict'),
    )
    .action(async (tenantId: string, collection: string, options: SetOptions) => {
      objectKeyOf({ tenantId, collection, path: 'any' }); // Refuses names that no key could hold.
      const rule = { tenantId, collection, access: parsePrincipals(options.access), policy: options.policy };
      const documents = await withStack({ settings: context.settings, runsIngest: true }, async (stack) => {
        await stack.ports.ledger.writeCollection(rule);
        return readmitCollection(stack, tenantId, collection);
      });
      if (options.json) context.printJson({ ...rule, documents });
      else context.print(`${ruleLine(rule)}  (${documents} documents looked at again)`);
    });
}

function ruleLine({ tenantId, collection, access, policy }: CollectionRule): string {
  return `${tenantId}/${collection}  access ${access.join(', ')}  policy ${policy}`;
}
