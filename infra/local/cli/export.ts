import { writeFile } from 'node:fs/promises';
import { type Command, Option } from 'commander';
import { readExportedSet, withRun } from '../evaluation/exported-set.ts';
import { readRun } from '../evaluation/run-file.ts';
import { EXPORT_FORMATS, type ExportFormat, exportedText } from '../evaluation/write-exports.ts';
import { addCommand, type CliContext } from './cli-context.ts';
import { outputFile } from './output-file.ts';

interface ExportOptions {
  readonly format: ExportFormat;
  readonly out: string;
  readonly run?: string;
  readonly json?: true;
}

export function addExportCommand(program: Command, context: CliContext): void {
  addCommand(program, context, {
    name: 'export',
    summary: 'write questions and what is expected of their answers for promptfoo or ragas',
    details: `
Unlike a run, the file holds the texts of the set. Answers and the passages behind them are written by
\`evaluate answers --promptfoo\` and \`--ragas\`. docs/evaluation.md says how the tools read the files.`,
  })
    .argument('<set>', 'a gold set, a file of questions, or a file in the format of SQuAD 2.0')
    .addOption(new Option('--format <format>', 'whose').choices(EXPORT_FORMATS).makeOptionMandatory())
    .requiredOption('--out <file>', 'the file to write', outputFile)
    .option('--run <file>', 'put the figures of this run beside the cases that it measured (promptfoo)')
    .action(async (place: string, { format, out, run, json }: ExportOptions) => {
      const read = await readExportedSet(place);
      const set = run === undefined ? read : withRun(read, await readRun(run));
      await writeFile(out, exportedText(format, set));
      const cases = set.cases.length;
      if (json) context.printJson({ format, dataset: set.name, cases, file: out });
      else context.print(`${cases} cases of ${set.name} for ${format}: ${out}`);
    });
}
