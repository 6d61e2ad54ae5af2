import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { text as readAll } from 'node:stream/consumers';
import { type Command, Option } from 'commander';
import type { RedactionPolicy } from '#shared/domain/document.ts';
import type { RawText } from '#shared/domain/text.ts';
import { unredacted } from '#shared/domain/unredacted.ts';
import { localExtraction } from '../local-extraction.ts';
import { LOCAL_TENANT } from '../local-tenant.ts';
import { withStack } from '../stack.ts';
import { addCommand, type CliContext } from './cli-context.ts';
import { tenantName } from './option-values.ts';

interface RedactOptions {
  readonly tenant: string;
  readonly policy: RedactionPolicy;
  readonly json?: true;
}

export function addRedactCommand(program: Command, context: CliContext): void {
  addCommand(program, context, { name: 'redact', summary: 'show a text or a file as it is indexed: after redaction' })
    .argument('<file>', 'a file of any supported type, or - for text on standard input')
    .option('--tenant <tenant>', 'whose placeholders to use', tenantName, LOCAL_TENANT)
    .addOption(new Option('--policy <policy>', 'what to redact').choices(['strict', 'identifiers']).default('strict'))
    .action(async (file: string, options: RedactOptions) => {
      const raw = file === '-' ? unredacted(await readAll(process.stdin)) : await textOf(file);
      const redacted = await withStack({ settings: context.settings }, (stack) =>
        stack.ports.redactor.redactQuestion(options.tenant, options.policy, raw),
      );
      if (options.json) context.printJson({ text: redacted });
      else context.print(redacted);
    });
}

/** All of a file's text; standard input and files alike are raw until they were redacted. */
async function textOf(file: string): Promise<RawText> {
  const { types, extractor, close } = localExtraction();
  try {
    const bytes = new Uint8Array(await readFile(file));
    const { pages } = await extractor.extract(bytes, await types.detect(bytes, path.basename(file)));
    return unredacted(pages.map(({ text }) => text).join('\n'));
  } finally {
    await close();
  }
}
