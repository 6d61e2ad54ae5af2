import { type Command, CommanderError } from 'commander';
import type { LocalSettings } from '#shared/contracts/local-settings.ts';
import { defectDetails } from '#shared/domain/defect.ts';
import { failureTraits, PipelineFailure } from '#shared/domain/failures.ts';
import type { AnswerJudge } from '#shared/ports/answer-judge.ts';

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
  /** Asked what it thinks of answers, in place of the model that the settings name: for who has a client of another kind. */
  readonly judge?: AnswerJudge;
  /** A line for people, on standard output; nothing but JSON goes there when the command was asked for JSON. */
  print(line: string): void;
  /** The one JSON document of a command, on standard output. */
  printJson(value: unknown): void;
  /** Progress and warnings, on standard error. */
  note(line: string): void;
  setExitCode(code: (typeof EXIT_CODES)[keyof typeof EXIT_CODES]): void;
}

/** The part of it that needs no settings. */
export function processOutput(): Omit<CliContext, 'settings'> {
  return {
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

/** What the system answers when a file that was named is not there, or not to be read or written. */
const FILE_ERRORS: readonly unknown[] = ['ENOENT', 'EACCES', 'EPERM', 'EISDIR', 'ENOTDIR', 'EROFS'];

/** Tells a failure in one sentence with what to do; a defect by its name alone, for its message may hold text. */
export function reportFailure(error: unknown, { note, setExitCode }: Pick<CliContext, 'note' | 'setExitCode'>): void {
  if (error instanceof CommanderError) {
    setExitCode(error.exitCode === 0 ? EXIT_CODES.ok : EXIT_CODES.usage); // It has said what is wrong.
    return;
  }
  const { said, code } = error instanceof Error ? toldOf(error) : defectOf(error);
  note(`affidavit: ${said}`);
  setExitCode(code);
}

function toldOf(error: Error) {
  if (error instanceof PipelineFailure) {
    const { status, advice } = failureTraits(error.name);
    const code = status < 500 ? EXIT_CODES.usage : EXIT_CODES.failed;
    return { said: `${error.message}. ${advice} (${error.name})`, code };
  }
  if ('code' in error && FILE_ERRORS.includes(error.code)) {
    const said = `a file or folder is not there, or may not be used so: check the paths that were named (${error.code})`;
    return { said, code: EXIT_CODES.usage };
  }
  return defectOf(error);
}

function defectOf(error: unknown) {
  const { defect, place } = defectDetails(error);
  return { said: `a defect of ours (${defect} at ${place})`, code: EXIT_CODES.failed };
}
