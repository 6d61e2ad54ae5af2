import type { EvaluatedCase, EvaluationRun } from '#shared/contracts/evaluation-run.ts';
import { bootstrapMean, type Estimate, mean, pairedRandomisation } from '#shared/domain/statistics.ts';
import type { ChunkingShape } from './evaluate-chunking.ts';
import { figuresNamed } from './measurement.ts';
import { sliceValues } from './paired-runs.ts';

/** One setting of the chunker. */
interface ChunkingRow extends ChunkingShape {
  readonly setting: string;
  /** Evidence recall and precision, by budget of tokens, such as `recall@800`. */
  readonly metrics: Readonly<Record<string, Estimate>>;
  /** Mean of `recall@800` in each slice, by `<slice>=<value>`. */
  readonly slices: Readonly<Record<string, number>>;
  /** p-value of `recall@800` against the default, by the paired randomisation test. */
  readonly pValue: number;
}

/** The budget that settings are ordered and tested by. */
const MAIN = 'recall@800';

/** Best first by the main figure. */
export function chunkingRows(
  { cases, figures }: EvaluationRun,
  shapes: ReadonlyMap<string, ChunkingShape>,
  standard: string,
): ChunkingRow[] {
  const rows = [...shapes].map(([setting, shape]) => {
    const prefix = `${setting}.`;
    const names = Object.keys(figures).filter((name) => name.startsWith(prefix));
    const metrics = names.map((name) => [name.slice(prefix.length), bootstrapMean(figuresNamed(cases, name))] as const);
    const [own, usual] = [setting, standard].map((each) => figuresNamed(cases, `${each}.${MAIN}`));
    return {
      ...{ setting, ...shape, metrics: Object.fromEntries(metrics), slices: sliceMeans(cases, `${prefix}${MAIN}`) },
      pValue: pairedRandomisation(own ?? [], usual ?? []),
    };
  });
  return rows.sort((a, b) => (b.metrics[MAIN]?.value ?? 0) - (a.metrics[MAIN]?.value ?? 0));
}

function sliceMeans(cases: readonly EvaluatedCase[], figure: string): Record<string, number> {
  const names = new Set(cases.flatMap(({ slices }) => Object.keys(slices)));
  const means = [...names].flatMap((name) =>
    sliceValues(cases, name).map((value) => {
      const own = figuresNamed(
        cases.filter(({ slices }) => slices[name] === value),
        figure,
      );
      return [`${name}=${value}`, mean(own)] as const;
    }),
  );
  return Object.fromEntries(means);
}

/** The table for people. */
export function chunkingLines({ dataset, cases, seconds }: EvaluationRun, rows: readonly ChunkingRow[]): string[] {
  const width = Math.max(7, ...rows.map(({ setting }) => setting.length));
  const slices = Object.keys(rows[0]?.slices ?? {});
  return [
    `${dataset.name}: ${cases.length} cases in ${seconds.toFixed(1)} s; evidence recall and precision by tokens read, ${MAIN} with its 95 % interval and p against the default`,
    `${'setting'.padEnd(width)}  chunks  tokens  cut rows  R@400  R@800  [interval]      R@1600  P@400  P@800  P@1600       p  ${slices.join('  ')}`,
    ...rows.map((row) => chunkingLine(row, width, slices)),
  ];
}

function chunkingLine(row: ChunkingRow, width: number, slices: readonly string[]): string {
  const value = (name: string) => (row.metrics[name]?.value ?? Number.NaN).toFixed(3);
  const { low = Number.NaN, high = Number.NaN } = row.metrics[MAIN] ?? {};
  return [
    row.setting.padEnd(width),
    String(row.chunks).padStart(6),
    row.meanTokens.toFixed(0).padStart(6),
    String(row.cutRows).padStart(8),
    value('recall@400').padStart(5),
    value(MAIN).padStart(5),
    `[${low.toFixed(3)}, ${high.toFixed(3)}]`,
    value('recall@1600').padStart(6),
    value('precision@400').padStart(5),
    value('precision@800').padStart(5),
    value('precision@1600').padStart(6),
    row.pValue.toPrecision(2).padStart(7),
    ...slices.map((name) => (row.slices[name] ?? Number.NaN).toFixed(3).padStart(name.length)),
  ].join('  ');
}
