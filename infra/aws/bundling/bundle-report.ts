import { mkdirSync, readdirSync, statSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import type { FunctionName } from '#shared/contracts/steps.ts';
import { percentile } from '#shared/domain/statistics.ts';
import { type BundledCode, bundleCode } from './bundle-code.ts';
import { bundleFunction } from './bundle-function.ts';
import { bundleParts } from './bundle-parts.ts';
import { type LoadedBundle, loadedBundle } from './loaded-bundle.ts';
import { sdkBaseline } from './sdk-baseline.ts';

/** What a function's bundle weighs and how long a fresh process takes to load it. */
export interface BundleReport {
  readonly name: FunctionName;
  /** Bytes of minified code, workers included. */
  readonly codeBytes: number;
  /** Bytes beside the code, by what they are: packages with native parts, models, data of packages. */
  readonly partBytes: Readonly<Record<string, number>>;
  /** Packages of clients that it imports. */
  readonly clients: readonly string[];
  readonly load: LoadTimes;
  /** Of a bundle that holds the same clients alone; absent where a function has none. */
  readonly clientLoad?: LoadTimes;
  /** Attempts to reach the network while loading, in all runs together. */
  readonly networkCalls: number;
}

/** Milliseconds from the import to the loaded module, on the clock and of processor time. */
export interface LoadTimes {
  readonly p50: number;
  readonly p95: number;
  readonly cpuP50: number;
  readonly cpuP95: number;
  readonly runs: number;
}

/**
 * Bundles these functions for this machine into `folder` and loads each `runs` times, each time in a process of its own,
 * in turn with its clients alone, so that what else the machine does falls on both.
 */
export async function bundleReports(
  names: readonly FunctionName[],
  folder: string,
  runs: number,
  note: (line: string) => void,
): Promise<BundleReport[]> {
  const code = bundleCode(names);
  const reports: BundleReport[] = [];
  for (const name of names) {
    note(`${name}, ${runs} times`);
    reports.push(await bundleReport(name, code, path.join(folder, name), runs));
  }
  return reports;
}

async function bundleReport(
  name: FunctionName,
  code: BundledCode,
  folder: string,
  runs: number,
): Promise<BundleReport> {
  const host = { platform: process.platform, architecture: process.arch };
  bundleFunction(name, code, folder, host);
  const baseline = sdkBaseline(name);
  const clients = path.join(folder, 'clients');
  const loads = { whole: [] as LoadedBundle[], alone: [] as LoadedBundle[] };
  const { codeBytes, partBytes } = sizesOf(name, folder);
  mkdirSync(clients);
  for (const [file, contents] of baseline.files) writeFileSync(path.join(clients, file), contents);
  const alone = pathToFileURL(path.join(clients, baseline.entry));
  for (let run = 0; run < runs; run += 1) {
    loads.whole.push(await loadedBundle(pathToFileURL(path.join(folder, 'index.mjs'))));
    if (baseline.packages.length > 0) loads.alone.push(await loadedBundle(alone));
  }
  return {
    ...{ name, codeBytes, partBytes, clients: baseline.packages, load: loadTimes(loads.whole) },
    ...(loads.alone.length > 0 && { clientLoad: loadTimes(loads.alone) }),
    networkCalls: loads.whole.flatMap(({ network }) => network).length,
  };
}

function loadTimes(loads: readonly LoadedBundle[]): LoadTimes {
  const onClock = loads.map(({ milliseconds }) => milliseconds);
  const ofProcessor = loads.map(({ cpuMilliseconds }) => cpuMilliseconds);
  return {
    ...{ p50: percentile(onClock, 50), p95: percentile(onClock, 95) },
    ...{ cpuP50: percentile(ofProcessor, 50), cpuP95: percentile(ofProcessor, 95) },
    runs: loads.length,
  };
}

function sizesOf(name: FunctionName, folder: string): Pick<BundleReport, 'codeBytes' | 'partBytes'> {
  const files = readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter((file) => !file.endsWith('.map'));
  const bytes = (isIn: (file: string) => boolean) =>
    files
      .filter(isIn)
      .map((file) => statSync(path.join(folder, file)))
      .reduce((sum, stats) => sum + (stats.isFile() ? stats.size : 0), 0);
  const parts = bundleParts(name);
  const below = [
    ...parts.packages.map((part) => `node_modules/${part.name}`),
    ...(parts.models.length > 0 ? ['models'] : []),
    ...Object.keys(parts.folders),
  ];
  return {
    codeBytes: bytes((file) => /^[\w-]+\.mjs$/.test(file)),
    partBytes: Object.fromEntries(below.map((part) => [part, bytes((file) => file.startsWith(`${part}/`))])),
  };
}
