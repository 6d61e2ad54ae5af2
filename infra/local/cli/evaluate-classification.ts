import type { Command } from 'commander';
import type { ClassifiedText } from '#shared/domain/classification.ts';
import type { CoveragePoint } from '#shared/domain/classification-metrics.ts';
import { classHeadFor } from '#shared/runtime/class-heads.ts';
import { classTeller } from '#shared/runtime/class-teller.ts';
import {
  type ClassificationMeasurement,
  evaluateClassification,
  evaluateFolds,
} from '../evaluation/evaluate-classification.ts';
import { EVALUATION_TENANT } from '../evaluation/evaluation-corpus.ts';
import type { LabelledTexts } from '../evaluation/labelled-texts.ts';
import type { LocalPorts } from '../local-ports.ts';
import { withStack } from '../stack.ts';
import { labelOption, readExamples, strictly } from './class-options.ts';
import type { CliContext } from './cli-context.ts';
import { addEvaluation, askingOptions, type OutputOptions, putOut, systemOf } from './evaluation-output.ts';
import { positiveInteger, share, tenantName } from './option-values.ts';

interface ClassificationOptions extends OutputOptions {
  readonly label: ReadonlyMap<string, string>;
  readonly folds?: number;
  readonly coverage: number;
  readonly tenant: string;
}

export function addClassificationEvaluation(parent: Command, context: CliContext): void {
  addEvaluation(parent, context, {
    kind: 'classification',
    summary: 'kinds of documents on labelled texts: macro F1, coverage, calibration',
    details: `
The file holds JSON lines of id, label and text, perhaps title, language and mediaType; or a folder holds a folder of
files for each class. Texts are redacted first. Told are the classes of the tenant, and those of the product for whoever
has none; where AFFIDAVIT_CLASS_MODEL is on, a model is asked about the rest. With --folds, classes are learned from the
texts themselves, each text told by what was learned without it.`,
  })
    .argument('<texts>', 'the file of JSON lines, or the folder')
    .addOption(labelOption())
    .option('--tenant <tenant>', 'whose classes are told', tenantName, EVALUATION_TENANT)
    .option('--folds <n>', 'learn classes from the texts, in so many parts', positiveInteger)
    .option('--coverage <share>', 'with --folds: how many of such texts are to get a class', share, 0.95)
    .action(async (place: string, options: ClassificationOptions) => {
      const isOwn = options.folds !== undefined || options.tenant !== EVALUATION_TENANT;
      const texts = await readExamples(place, options.label, isOwn);
      const { measured, about } = await withStack({ settings: context.settings }, async ({ ports }) => {
        const { name, corpusHash: corpus, goldHash: gold } = texts;
        const found = await measure(texts, options, ports, context);
        const { folds, coverage } = options;
        const asked = ports.classModel && { classModel: ports.classModel.name };
        const system = systemOf(ports.embedder, folds === undefined ? asked : { folds, coverage });
        return { measured: found, about: { dataset: { name, corpus, gold }, system, at: ports.clock.now() } };
      });
      const { measurement, curve, mistaken } = measured;
      await putOut(measurement, about, options, context, { curve, mistaken: Object.fromEntries(mistaken) });
      if (options.json) return;
      for (const line of curveLines(curve)) context.print(line);
      for (const [pair, count] of mistaken) context.print(`${String(count).padStart(4)}  ${pair}`);
    });
}

async function measure(
  { texts }: LabelledTexts,
  options: ClassificationOptions,
  ports: LocalPorts,
  context: CliContext,
): Promise<ClassificationMeasurement> {
  const asking = askingOptions(texts.length, options, ports.clock.now, context);
  const redact = strictly(ports, EVALUATION_TENANT);
  const { folds, coverage } = options;
  if (folds !== undefined)
    return evaluateFolds(texts, { redact, embedder: ports.embedder }, { folds, coverage }, asking);
  const { signal } = new AbortController();
  const tell = classTeller(ports);
  const stored = await classHeadFor(options.tenant, ports, signal);
  const service = {
    redact,
    classify: async (document: ClassifiedText) => {
      const { use, tokens, ...told } = await tell(options.tenant, document, stored?.head, signal);
      const embedding = { model: ports.embedder.modelId, calls: 1, inputTokens: tokens, outputTokens: 0 };
      return { ...told, uses: [embedding, ...(use ? [use] : [])] };
    },
  };
  return evaluateClassification(texts, service, asking);
}

function curveLines(curve: readonly CoveragePoint[]): string[] {
  return [
    'answered  least confidence  right of them',
    ...curve.map(({ coverage, threshold, accuracy }) =>
      [coverage.toFixed(2).padStart(8), threshold.toFixed(3).padStart(16), accuracy.toFixed(3).padStart(13)].join('  '),
    ),
  ];
}
