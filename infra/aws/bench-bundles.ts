import { mkdtempSync, rmSync } from 'node:fs';
import { cpus, tmpdir } from 'node:os';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { type FunctionName, INGEST_STEPS, SERVICE_FUNCTIONS } from '#shared/contracts/steps.ts';
import { type BundleReport, bundleReports, type LoadTimes } from './bundling/bundle-report.ts';

// `npm run bench:bundles`: what each function's bundle weighs, how long a fresh process takes to load it beside its
// clients alone, and whether it reaches for the network. Exit code 1 when a goal is missed.
const FUNCTIONS: readonly FunctionName[] = [...INGEST_STEPS, ...SERVICE_FUNCTIONS];

/** Megabytes of minified code; pdf.js, which reads scans too, and the parsers of all formats are larger than all the rest. */
const MAX_CODE = 1.5;
const MAX_PARSER_CODE: Readonly<Partial<Record<FunctionName, number>>> = { extract: 6, recognise: 3 };
/** Load time beside that of the clients alone: of processor time, for the clock hangs on what else the machine does. */
const MAX_RATIO = 1.3;
const MEGABYTE = 1_000_000;

const { values } = parseArgs({
  options: {
    json: { type: 'boolean', default: false },
    runs: { type: 'string', default: '20' },
    only: { type: 'string', multiple: true, default: [...FUNCTIONS] },
  },
});
const names = FUNCTIONS.filter((name) => values.only.includes(name));
const folder = mkdtempSync(path.join(tmpdir(), 'affidavit-bench-bundles-'));
try {
  const reports = await bundleReports(names, folder, Number(values.runs), (line) => process.stderr.write(`${line}\n`));
  const machine = { processor: cpus()[0]?.model ?? 'unknown', cores: cpus().length, node: process.version };
  const missed = reports.flatMap(missedGoals);
  const lines = [`${machine.processor}, ${machine.cores} cores, Node ${machine.node}`, ...tableOf(reports), ...missed];
  const asJson = JSON.stringify({ kind: 'bench-bundles', machine, functions: reports, missed });
  process.stdout.write(`${values.json ? asJson : lines.join('\n')}\n`);
  process.exitCode = missed.length === 0 ? 0 : 1;
} finally {
  rmSync(folder, { recursive: true, force: true });
}

function tableOf(reports: readonly BundleReport[]): string[] {
  const rows = reports.flatMap((report) => [rowOf(report), ...partRows(report)]);
  return [
    '| function | code, MB | load p95, ms | processor time p50, p95, ms | clients alone p50, p95, ms | ratio of p95 | network calls |',
    '| --- | --- | --- | --- | --- | --- | --- |',
    ...rows.map((cells) => `| ${cells.join(' | ')} |`),
  ];
}

function rowOf({ name, codeBytes, load, clientLoad, networkCalls }: BundleReport): string[] {
  const processor = ({ cpuP50, cpuP95 }: LoadTimes) => `${cpuP50.toFixed(0)}, ${cpuP95.toFixed(0)}`;
  return [
    `\`${name}\``,
    (codeBytes / MEGABYTE).toFixed(2),
    load.p95.toFixed(0),
    processor(load),
    ...(clientLoad === undefined
      ? ['none', '']
      : [processor(clientLoad), (load.cpuP95 / clientLoad.cpuP95).toFixed(2)]),
    String(networkCalls),
  ];
}

function partRows({ partBytes }: BundleReport): string[][] {
  return Object.entries(partBytes).map(([part, bytes]) => [
    ...[`beside it: \`${part}\``, (bytes / MEGABYTE).toFixed(2), '', '', '', '', ''],
  ]);
}

function missedGoals(report: BundleReport): string[] {
  const { name, codeBytes, load, clientLoad, networkCalls } = report;
  const maxCode = MAX_PARSER_CODE[name] ?? MAX_CODE;
  const ratio = clientLoad === undefined ? 0 : load.cpuP95 / clientLoad.cpuP95;
  return [
    ...(codeBytes <= maxCode * MEGABYTE ? [] : [`${name}: more than ${maxCode} MB of code`]),
    ...(ratio <= MAX_RATIO
      ? []
      : [`${name}: loads in ${ratio.toFixed(2)} times the time of its clients alone, more than ${MAX_RATIO}`]),
    ...(networkCalls === 0 ? [] : [`${name}: ${networkCalls} network calls while loading`]),
  ];
}
