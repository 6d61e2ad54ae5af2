import type { Command } from 'commander';
import { LocalSettings } from '#shared/contracts/settings.ts';
import { failureTraits, PipelineFailure } from '#shared/domain/failures.ts';
import { readConfig } from '#shared/runtime/config.ts';

/** How a command ended, for scripts. Documented in docs/cli.md. */
export const EXIT_CODES = {
  /** Done. */
  ok: 0,
  /** Something broke that the caller could not have prevented. */
  failed: 1,
  /** The command line or its input is wrong. */
  usage: 2,
  /** It ran, but some documents were rejected or held. */
  incomplete: 3,
  /** The question was not answered: no evidence, or unsafe. */
  refused: 4,
} as const;

/** What commands need of the process: settings, and where their words go. */
export interface CliContext {
  readonly settings: LocalSettings;
  /** Whether standard output is a terminal that a live list can be drawn on. */
  readonly isTerminal: boolean;
  /** A line for people, on standard output; nothing but JSON goes there when the command was asked for JSON. */
  print(line: string): void;
  /** The one JSON document of a command, on standard output. */
  printJson(value: unknown): void;
  /** Progress and warnings, on standard error. */
  note(line: string): void;
  setExitCode(code: (typeof EXIT_CODES)[keyof typeof EXIT_CODES]): void;
}

export function processContext(): CliContext {
  return {
    settings: readConfig(LocalSettings),
    isTerminal: process.stdout.isTTY === true,
    print: (line) => void process.stdout.write(`${line}\n`),
    printJson: (value) => void process.stdout.write(`${JSON.stringify(value, null, 2)}\n`),
    note: (line) => void process.stderr.write(`${line}\n`),
    setExitCode: (code) => {
      process.exitCode = code;
    },
  };
}

/** Adds what every command has: `--json`, and that a failure ends in one sentence and an exit code. */
export function addCommand(
  program: Command,
  context: CliContext,
  description: { readonly name: string; readonly summary: string; readonly details?: string },
): Command {
  return program
    .command(description.name)
    .description(description.summary)
    .option('--json', 'print one JSON document and nothing else on standard output')
    .addHelpText('after', description.details ?? '')
    .showHelpAfterError('(add --help for the options)')
    .hook('preAction', () => context.setExitCode(EXIT_CODES.ok));
}

/** Tells a failure in one sentence with what to do; a defect by its name alone, for its message may hold text. */
export function reportFailure(error: unknown, context: CliContext): void {
  if (!(error instanceof PipelineFailure)) {
    const place = error instanceof Error ? (error.stack?.match(/\n\s+at .*?([\w-]+\.[cm]?[jt]s:\d+)/)?.[1] ?? '') : '';
    context.note(`affidavit: a defect of ours (${error instanceof Error ? error.name : typeof error} at ${place})`);
    context.setExitCode(EXIT_CODES.failed);
    return;
  }
  const { status, advice } = failureTraits(error.name);
  context.note(`affidavit: ${error.message}. ${advice} (${error.name})`);
  context.setExitCode(status < 500 ? EXIT_CODES.usage : EXIT_CODES.failed);
}
