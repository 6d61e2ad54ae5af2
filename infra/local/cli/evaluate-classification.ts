import { type Command, InvalidArgumentError } from 'commander';
import type { CoveragePoint } from '#shared/domain/classification-metrics.ts';
import { textClassifier } from '#shared/runtime/text-classifier.ts';
import { evaluateClassification } from '../evaluation/evaluate-classification.ts';
import { EVALUATION_TENANT } from '../evaluation/evaluation-corpus.ts';
import { readLabelledTexts } from '../evaluation/labelled-texts.ts';
import { withStack } from '../stack.ts';
import type { CliContext } from './cli-context.ts';
import { addEvaluation, askingOptions, type OutputOptions, putOut, systemOf } from './evaluation-output.ts';

interface ClassificationOptions extends OutputOptions {
  readonly label: ReadonlyMap<string, string>;
}

export function addClassificationEvaluation(parent: Command, context: CliContext): void {
  addEvaluation(parent, context, {
    kind: 'classification',
    summary: 'kinds of documents on labelled texts: macro F1, coverage, calibration',
    details: '\nThe file holds JSON lines of id, label and text, perhaps title and language. Texts are redacted first.',
  })
    .argument('<texts>', 'the file of JSON lines')
    .option('--label <label=class>', 'what a label of the file is called here; may be repeated', named, new Map())
    .action(async (file: string, options: ClassificationOptions) => {
      const { texts, name, corpusHash: corpus, goldHash: gold } = await readLabelledTexts(file, options.label);
      const { measured, about } = await withStack({ settings: context.settings }, async ({ ports }) => {
        const asking = askingOptions(texts.length, options, ports.clock.now, context);
        const classify = textClassifier(ports.embedder);
        const { signal } = new AbortController();
        const service = {
          redact: (text: Parameters<typeof ports.redactor.redactQuestion>[2]) =>
            ports.redactor.redactQuestion(EVALUATION_TENANT, 'strict', text, signal),
          classify: (document: Parameters<typeof classify>[0]) => classify(document, signal),
        };
        const system = systemOf(ports.embedder);
        const found = await evaluateClassification(texts, service, asking);
        return { measured: found, about: { dataset: { name, corpus, gold }, system, at: ports.clock.now() } };
      });
      const { measurement, curve, mistaken } = measured;
      await putOut(measurement, about, options, context, { curve, mistaken: Object.fromEntries(mistaken) });
      if (options.json) return;
      for (const line of curveLines(curve)) context.print(line);
      for (const [pair, count] of mistaken) context.print(`${String(count).padStart(4)}  ${pair}`);
    });
}

function curveLines(curve: readonly CoveragePoint[]): string[] {
  return [
    'answered  least confidence  right of them',
    ...curve.map(({ coverage, threshold, accuracy }) =>
      [coverage.toFixed(2).padStart(8), threshold.toFixed(3).padStart(16), accuracy.toFixed(3).padStart(13)].join('  '),
    ),
  ];
}

function named(value: string, before: ReadonlyMap<string, string>): Map<string, string> {
  const [label = '', name = '', ...others] = value.split('=');
  if (label !== '' && name !== '' && others.length === 0) return new Map([...before, [label, name]]);
  throw new InvalidArgumentError('it takes a label and a class, such as nda=non-disclosure-agreement.');
}
