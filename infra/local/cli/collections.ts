import { type Command, Option } from 'commander';
import { EVERYONE, parsePrincipals } from '#shared/domain/access.ts';
import type { CollectionRule, RedactionPolicy } from '#shared/domain/document.ts';
import { objectKeyOf } from '#shared/domain/identity.ts';
import { declareCollection } from '../declare-collection.ts';
import { readmitCollection } from '../readmit-collection.ts';
import { withStack } from '../stack.ts';
import { addCommand, type CliContext } from './cli-context.ts';
import { environmentOption, OF_LEDGER } from './environment-option.ts';
import { nestedOptions } from './nested-options.ts';
import { tenantName } from './option-values.ts';
import { withAccounts } from './with-accounts.ts';

interface SetOptions {
  readonly environment?: string;
  readonly access: string;
  readonly policy: RedactionPolicy;
  readonly json?: true;
}

/** `withBooks` opens the ledger that is asked for. */
export function addCollectionsCommand(program: Command, context: CliContext, withBooks = withAccounts): void {
  const collections = addCommand(program, context, {
    name: 'collections',
    summary: 'list the collections, or set who may read one and how it is redacted',
    details: DETAILS,
  });
  collections
    .enablePositionalOptions() // What comes after `set` belongs to it.
    .option('--tenant <tenant>', 'only of this tenant', tenantName)
    .addOption(environmentOption(OF_LEDGER))
    .action(async (options: { environment?: string; tenant?: string; json?: true }) => {
      const rules = await withBooks(options.environment, context, ({ ledger }) => ledger.collections(options.tenant));
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
    .addOption(environmentOption(OF_LEDGER))
    .action((tenantId: string, collection: string, _options: SetOptions, command: Command) =>
      setRule(tenantId, collection, nestedOptions(command), context, withBooks),
    );
}

const DETAILS = `
Without --environment the ledger is that of this state folder, and a rule that changed takes effect on documents at once.
With it a collection is declared; a rule that is there already is left.`;

async function setRule(
  tenantId: string,
  collection: string,
  { environment, access, policy, json }: SetOptions,
  context: CliContext,
  withBooks: typeof withAccounts,
): Promise<void> {
  objectKeyOf({ tenantId, collection, path: 'any' }); // Refuses names that no key could hold.
  const rule = { tenantId, collection, access: parsePrincipals(access), policy };
  if (environment !== undefined) {
    await withBooks(environment, context, ({ ledger }) => declareCollection(ledger, rule));
    return json ? context.printJson(rule) : context.print(ruleLine(rule));
  }
  const documents = await withStack({ settings: context.settings, runsIngest: true }, async (stack) => {
    await stack.ports.ledger.writeCollection(rule);
    return readmitCollection(stack, tenantId, collection);
  });
  if (json) context.printJson({ ...rule, documents });
  else context.print(`${ruleLine(rule)}  (${documents} documents looked at again)`);
}

function ruleLine({ tenantId, collection, access, policy }: CollectionRule): string {
  return `${tenantId}/${collection}  access ${access.join(', ')}  policy ${policy}`;
}
