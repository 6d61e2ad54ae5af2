import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { Command } from 'commander';
import { randomIds } from '#shared/adapters/portable/random-ids.ts';
import { systemClock } from '#shared/adapters/portable/system-clock.ts';
import { PIPELINE_VERSION } from '#shared/domain/identity.ts';
import { runOf } from '../evaluation/measurement.ts';
import { writeRun } from '../evaluation/run-file.ts';
import { readAttackPack } from '../injection/attack-pack.ts';
import { generatedAttacks } from '../injection/generated-attacks.ts';
import { injectionLines, injectionReport, isSafe } from '../injection/injection-report.ts';
import { injectionDataset, injectionMeasurement } from '../injection/injection-run.ts';
import { type ObedientTurn, obedientAnswerer } from '../injection/obedient-answerer.ts';
import { type AttackingDocument, secretIn, verifyInjection } from '../injection/verify-injection.ts';
import { noNames, wordEmbedder } from '../injection/word-embedder.ts';
import { pipelineTemplate } from '../pipeline-template.ts';
import { withStack } from '../stack.ts';
import { addCommand, type CliContext, EXIT_CODES } from './cli-context.ts';
import { positiveInteger } from './option-values.ts';
import { outputFile } from './output-file.ts';
import { progressBar } from './progress-bar.ts';

interface InjectionOptions {
  readonly limit?: number;
  readonly out?: string;
  readonly json?: true;
}

/** Adds `injection` to what `verify` verifies and `evaluate` measures. */
export function addInjection(parent: Command, context: CliContext): void {
  addCommand(parent, context, {
    name: 'injection',
    summary: 'documents that give orders, with a model that obeys them: nothing may get out',
    details: [
      '',
      'The texts of the pack and 600 of our own are documents that go through the whole pipeline. The model is a stub',
      'that obeys each of them; a state folder of its own is made and removed. Ends with 1 when anything got out.',
    ].join('\n'),
  })
    .argument('<pack>', 'a file or folder of attacks and honest texts, such as test/fixtures/injection')
    .option('--limit <n>', 'the first n attacks only', positiveInteger)
    .option('--out <file>', 'write the run to a file, for `compare` and `gate`', outputFile)
    .action((pack: string, options: InjectionOptions) => injection(pack, options, context));
}

async function injection(place: string, { limit, out, json }: InjectionOptions, context: CliContext): Promise<void> {
  const pack = await readAttackPack(place);
  const attacks = [...pack.attacks, ...generatedAttacks()].slice(0, limit);
  const turns: ObedientTurn[] = [];
  const documents: AttackingDocument[] = [];
  const answerer = obedientAnswerer({ ids: randomIds, secretIn, onTurn: (turn) => turns.push(turn) });
  const overrides = { embedder: wordEmbedder(), finders: [noNames()], answerers: [answerer] };
  const home = await mkdtemp(path.join(tmpdir(), 'affidavit-injection-'));
  const template = await pipelineTemplate(path.join(context.settings.AFFIDAVIT_HOME, 'cache'));
  const settings = { ...context.settings, AFFIDAVIT_HOME: home };
  try {
    const report = await withStack({ settings, runsIngest: true, template, overrides }, async (stack) => {
      const bar = progressBar(attacks.length, context);
      const startedAt = stack.ports.clock.now();
      const onDocument = (document: AttackingDocument) => void documents.push(document);
      const outcome = await verifyInjection({ stack, turns, attacks, onProgress: bar.update, onDocument });
      bar.end();
      return injectionReport(pack, attacks.length, outcome, (stack.ports.clock.now() - startedAt) / 1000);
    });
    if (out !== undefined) {
      const about = { dataset: injectionDataset(pack, attacks), system: { pipelineVersion: PIPELINE_VERSION } };
      const measured = injectionMeasurement(pack, documents, report.seconds);
      await writeRun(out, runOf(measured, { ...about, at: systemClock.now() }));
    }
    if (json) context.printJson(report);
    else for (const line of injectionLines(report)) context.print(line);
    if (!isSafe(report)) context.setExitCode(EXIT_CODES.failed);
  } finally {
    await rm(home, { recursive: true, force: true });
  }
}
