import { parseArgs } from 'node:util';
import { affidavitApp } from './affidavit-app.ts';
import { type EnvironmentReport, type SynthesisReport, synthesisReport } from './synthesis-report.ts';

// `npm run synth`: all environments with every function bundled, into cdk.out, and what came of it on standard output.
const { values } = parseArgs({
  options: { json: { type: 'boolean', default: false }, environment: { type: 'string' } },
});
const { environment } = values;
// The rules' findings are for the report below, which says them all; the exit code is the same.
const context = { '@aws-cdk/core:failSynthOnValidationErrors': false, ...(environment ? { environment } : {}) };
const report = synthesisReport(affidavitApp({ outdir: 'cdk.out', context }).synth());

process.stdout.write(`${values.json ? JSON.stringify(report) : asText(report)}\n`);
process.exitCode = report.findings.length === 0 ? 0 : 1;

function asText({ environments, findings }: SynthesisReport): string {
  const found = findings.map(({ rule, description, constructs }) => [`  ${rule}: ${description}`, ...constructs]);
  return [
    ...environments.map(environmentText),
    `Findings that nobody acknowledged: ${findings.length}`,
    ...found.map((lines) => lines.join('\n    ')),
  ].join('\n');
}

function environmentText({ name, stacks, functions, network }: EnvironmentReport): string {
  return [
    name,
    ...stacks.map((stack) => `  ${stack.name.padEnd(28)} ${String(stack.resources).padStart(4)} resources`),
    `  ${'function'.padEnd(16)} ${'code'.padStart(12)} ${'parts'.padStart(12)}  bytes`,
    ...functions.map((one) => `  ${one.name.padEnd(16)} ${grouped(one.codeBytes)} ${grouped(one.partBytes)}`),
    ...networkText(network),
    '',
  ].join('\n');
}

function networkText(network: EnvironmentReport['network']): string[] {
  if (network === undefined) return [];
  const { endpoints, interfaces, monthlyDollars } = network;
  const price = `$${monthlyDollars.toFixed(2)} a month before traffic, by AWS PrivateLink's prices of 2025 for us-east-1`;
  return [`  private network: ${endpoints} endpoints, ${interfaces} interfaces: ${price}`];
}

function grouped(bytes: number): string {
  return bytes.toLocaleString('en-US').padStart(12);
}
