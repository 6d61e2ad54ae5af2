import type { Reporter, TestModule } from 'vitest/node';

/** One line of the table that `npm run test:faults` prints. */
export interface FaultRow {
  readonly scenario: string;
  readonly cases: number;
  readonly lost: number;
  readonly doubled: number;
  /** What should be gone and is seen, or is left over. */
  readonly stale?: number;
  /** A further figure, with its unit. */
  readonly note?: string;
  readonly verdict: 'held' | 'broken';
}

declare module 'vitest' {
  interface TaskMeta {
    rows?: FaultRow[];
  }
}

const COLUMNS = ['scenario', 'cases', 'lost', 'doubled', 'stale', 'verdict', 'note'] as const;

/** Prints the rows of all tests as a table at the end. */
export class FaultTable implements Reporter {
  onTestRunEnd(modules: readonly TestModule[]): void {
    const tests = modules.flatMap((module) => [...module.children.allTests()]);
    const rows = tests.flatMap((test) => test.meta().rows ?? []);
    if (rows.length === 0) return;
    const lines = [[...COLUMNS], ...rows.map((row) => COLUMNS.map((column) => String(row[column] ?? '-')))];
    const widths = COLUMNS.map((_column, at) => Math.max(...lines.map((line) => line[at]?.length ?? 0)));
    for (const line of lines) {
      process.stdout.write(
        `${line
          .map((cell, at) => cell.padEnd(widths[at] ?? 0))
          .join('  ')
          .trimEnd()}\n`,
      );
    }
  }
}
