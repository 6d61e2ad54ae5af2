import { type Command, Option } from 'commander';
import type { RedactionPolicy } from '#shared/domain/document.ts';
import { evaluateRedaction } from '../evaluation/evaluate-redaction.ts';
import { EVALUATION_TENANT } from '../evaluation/evaluation-corpus.ts';
import { readSpannedTexts } from '../evaluation/labelled-spans.ts';
import { withStack } from '../stack.ts';
import { labelOption } from './class-options.ts';
import type { CliContext } from './cli-context.ts';
import { addEvaluation, askingOptions, type OutputOptions, putOut, systemOf } from './evaluation-output.ts';

interface RedactionOptions extends OutputOptions {
  readonly label: ReadonlyMap<string, string>;
  readonly policy: RedactionPolicy;
}

export function addRedactionEvaluation(parent: Command, context: CliContext): void {
  const policy = new Option('--policy <policy>', 'what to redact').choices(['strict', 'identifiers']);
  addEvaluation(parent, context, {
    kind: 'redaction',
    summary: 'personal data on labelled texts: recall and precision by kind, critical leaks',
    details: `
The set is a JSON file in the shape of Presidio's (full_text and spans), or a folder of .txt files with .ann files of brat
beside them. Spans of labels that are no kind of ours, such as dates, count neither way.`,
  })
    .argument('<set>', 'the file or the folder')
    .addOption(policy.default('strict'))
    .addOption(labelOption())
    .action(async (set: string, options: RedactionOptions) => {
      const { texts, name, corpusHash: corpus, goldHash: gold } = await readSpannedTexts(set, options.label);
      const [measurement, about] = await withStack({ settings: context.settings }, async ({ ports }) => {
        const asking = askingOptions(texts.length, options, ports.clock.now, context);
        const plan = (text: Parameters<typeof ports.redactor.plan>[2]) =>
          ports.redactor.plan(EVALUATION_TENANT, options.policy, text);
        const measured = await evaluateRedaction(texts, plan, asking);
        const system = systemOf(ports.embedder, { policy: options.policy });
        return [measured, { dataset: { name, corpus, gold }, system, at: ports.clock.now() }] as const;
      });
      await putOut(measurement, about, options, context);
    });
}
