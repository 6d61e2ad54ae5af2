import { cpus, totalmem } from 'node:os';
import { type BenchGoal, goalOf, isMet } from './goals.ts';

/** One figure of a benchmark. */
export interface BenchRow {
  /** Stable name, such as `ingest.documents-per-minute`. */
  readonly name: string;
  readonly value: number;
  readonly unit:
    | 'per minute'
    | 'per second'
    | 'ms'
    | 's'
    | 'MiB'
    | 'MiB a minute'
    | 'share'
    | 'cosine'
    | 'bytes a chunk'
    | 'ratio'
    | 'documents'
    | 'questions'
    | 'tries';
  /** Measurements behind it. */
  readonly cases: number;
}

/** What `bench` prints as JSON. Fields are only ever added. */
export interface BenchReport {
  readonly kind: 'bench';
  readonly machine: {
    readonly processor: string;
    readonly cores: number;
    readonly memoryGiB: number;
    readonly node: string;
  };
  readonly seconds: number;
  readonly rows: readonly (BenchRow & { readonly goal?: BenchGoal })[];
}

export function benchReport(rows: readonly BenchRow[], seconds: number): BenchReport {
  const [processor] = cpus();
  return {
    kind: 'bench',
    machine: {
      processor: processor?.model ?? 'unknown',
      cores: cpus().length,
      memoryGiB: Math.round(totalmem() / 2 ** 30),
      node: process.version,
    },
    seconds,
    rows: rows.map((row) => ({ ...row, ...goalOf(row.name) })),
  };
}

/** The report as a table for people. */
export function benchLines({ machine, seconds, rows }: BenchReport): string[] {
  return [
    `${machine.processor}, ${machine.cores} cores, ${machine.memoryGiB} GiB, Node ${machine.node}; ${seconds.toFixed(0)} s`,
    ...rowLines(rows),
  ];
}

export function rowLines(rows: readonly BenchRow[]): string[] {
  const width = Math.max(...rows.map(({ name }) => name.length));
  return rows.map(
    ({ name, value, unit, cases }) =>
      `${name.padEnd(width)}  ${value.toPrecision(3).padStart(8)} ${unit.padEnd(13)}  ${cases} cases${goalWords(value, goalOf(name).goal)}`,
  );
}

function goalWords(value: number, goal: BenchGoal | undefined): string {
  if (goal === undefined) return '';
  return `, goal ${goal.bound} ${goal.value}: ${isMet(value, goal) ? 'met' : 'not met'}`;
}

/** Most memory that this process ever held, in MiB. */
export function peakMemory(name: string): BenchRow {
  // Node gives kilobytes on every system.
  return { name, value: process.resourceUsage().maxRSS / 1024, unit: 'MiB', cases: 1 };
}
