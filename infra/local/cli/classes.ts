import { mkdir, writeFile } from 'node:fs/promises';
import path from 'node:path';
import type { Command } from 'commander';
import { classHeadKey, classHeadPrefix, classHeadSchema, type StoredClassHead } from '#shared/contracts/class-head.ts';
import { isSameFingerprint } from '#shared/domain/fingerprint.ts';
import { readIfThere } from '#shared/runtime/read-if-there.ts';
import { classExamples } from '../classes/class-examples.ts';
import { trainClasses } from '../classes/train-classes.ts';
import { LOCAL_TENANT } from '../local-tenant.ts';
import { withStack } from '../stack.ts';
import { labelOption, readExamples, strictly } from './class-options.ts';
import { addCommand, type CliContext } from './cli-context.ts';
import { share, tenantName } from './option-values.ts';
import { progressBar } from './progress-bar.ts';

interface TrainOptions {
  readonly tenant: string;
  readonly label: ReadonlyMap<string, string>;
  readonly coverage: number;
  readonly out?: string;
  readonly json?: true;
}

interface TenantOptions {
  readonly tenant: string;
  readonly json?: true;
}

export function addClassesCommand(program: Command, context: CliContext): void {
  const classes = program.command('classes').description("a tenant's own kinds of documents, learned from examples");
  addCommand(classes, context, {
    name: 'train',
    summary: 'learn the classes of a tenant from a few examples each',
    details: `
Examples are JSON lines of id, label and text, perhaps title and mediaType; or a folder that holds a folder of files for
each class. Five or more of each are wanted, two are needed. Texts are redacted first, and none is kept. Documents get the
new classes when they are next taken in. The label unknown stands for what is of no class.`,
  })
    .argument('<examples>', 'the file of JSON lines, or the folder')
    .option('--tenant <tenant>', 'whose classes they are', tenantName, LOCAL_TENANT)
    .option('--coverage <share>', 'how many of such documents are to get a class; the least sure get none', share, 0.95)
    .addOption(labelOption())
    .option('--out <file>', 'write them there, and not to the tenant')
    .action((examples: string, options: TrainOptions) => train(examples, options, context));
  addCommand(classes, context, { name: 'show', summary: 'the classes of a tenant, and how well they were told' })
    .option('--tenant <tenant>', 'whose', tenantName, LOCAL_TENANT)
    .action((options: TenantOptions) => show(options, context));
  addCommand(classes, context, { name: 'drop', summary: 'go back to the classes of the product' })
    .option('--tenant <tenant>', 'whose', tenantName, LOCAL_TENANT)
    .action((options: TenantOptions) => drop(options, context));
}

async function train(place: string, options: TrainOptions, context: CliContext): Promise<void> {
  const texts = await readExamples(place, options.label, true);
  await withStack({ settings: context.settings }, async ({ ports }) => {
    const bar = progressBar(texts.texts.length, context);
    const redact = strictly(ports, options.tenant);
    const examples = await classExamples(texts.texts, { redact, embedder: ports.embedder }, bar.update);
    bar.end();
    const fingerprint = await ports.fingerprint();
    const stored = trainClasses(texts, { examples, fingerprint, coverage: options.coverage, at: ports.clock.now() });
    if (options.out === undefined) await ports.artifacts.write(classHeadKey(options.tenant), stored);
    else await writeHead(options.out, stored);
    tell(stored, true, options, context);
  });
}

async function writeHead(file: string, stored: StoredClassHead): Promise<void> {
  await mkdir(path.dirname(path.resolve(file)), { recursive: true });
  await writeFile(file, `${JSON.stringify(stored)}\n`);
}

async function show(options: TenantOptions, context: CliContext): Promise<void> {
  await withStack({ settings: context.settings }, async ({ ports }) => {
    const own = await readIfThere(ports.artifacts, classHeadKey(options.tenant), classHeadSchema());
    const stored = own ?? ports.standardHead;
    if (own === undefined) context.note('The tenant has no classes of its own: these are those of the product.');
    if (stored !== undefined) {
      const serves = isSameFingerprint(stored.fingerprint, await ports.fingerprint());
      tell(stored, serves, options, context);
    }
  });
}

async function drop({ tenant, json }: TenantOptions, context: CliContext): Promise<void> {
  await withStack({ settings: context.settings }, ({ ports }) => ports.artifacts.removeUnder(classHeadPrefix(tenant)));
  if (json) context.printJson({ tenant, dropped: true });
  else context.print(`Documents of ${tenant} get the classes of the product when they are next taken in.`);
}

function tell(stored: StoredClassHead, serves: boolean, { json }: { readonly json?: true }, context: CliContext): void {
  const classes = stored.head.classes.map((name) => {
    const own = stored.heldOut.filter(({ label }) => label === name);
    return { name, examples: own.length, right: own.filter(({ likeliest }) => likeliest === name).length };
  });
  const { version, at, fingerprint, coverage } = stored;
  const { temperature, leastConfidence } = stored.head;
  if (json) {
    context.printJson({ version, at, fingerprint, serves, coverage, temperature, leastConfidence, classes });
    return;
  }
  context.print(`classes ${version} of ${at}, for ${fingerprint.modelId}; unknown below ${leastConfidence.toFixed(3)}`);
  const width = Math.max(...classes.map(({ name }) => name.length));
  for (const { name, examples, right } of classes) {
    context.print(`${name.padEnd(width)}  ${right} of ${examples} examples right when they were held out`);
  }
  if (!serves)
    context.note('They were learned from vectors of another embedding model, and do not serve: train them anew.');
}
