import { mkdtemp, rm } from 'node:fs/promises';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { distinctCommands } from '../doubles/distinct-commands.ts';
import type { WrittenCommand } from '../doubles/operations-commands.ts';
import { affidavitInAccount } from './affidavit-in-account.ts';
import { type AwsCommandLine, awsCommandLine } from './aws-command-line.ts';
import { AWS_OPERATIONS, type NotRun } from './aws-operations.ts';
import type { DeployedProduct } from './deployed-product.ts';
import { doctorOfProd } from './doctor-of-prod.ts';
import { operatedNames } from './operated-names.ts';
import { runCdk } from './run-cdk.ts';
import { say } from './say.ts';

/** What the doctor cannot look at here: the emulator knows neither, and OpenSearch's health is not a domain's there. */
const NOT_EMULATED = /^(model |quota of |health of the index)/;

const COMMANDS = distinctCommands('aws').map(
  ([line, command]) => [line, command, AWS_OPERATIONS[nameOf(command)]] as const,
);
const RUN = COMMANDS.flatMap(([line, command, prints]) =>
  prints instanceof RegExp ? [[line, command, prints] as const] : [],
);
const NOT_RUN = COMMANDS.flatMap(([line, , prints]) => (isNotRun(prints) ? [`${line}: ${prints.notRun}`] : []));

/** Of ours, in the order in which they stand: one sets what the next shows. */
const BUDGETS = distinctCommands('npx', 'affidavit', 'budget').filter(([, { words }]) => words.includes('prod'));

const PROD = ['--environment', 'prod'];

/** Milliseconds: the canary waits 240 s for its document, at most, and then goes on. */
const LONGEST = 400_000;

/** Registers a test for every command of AWS's, the CDK's and ours that the documents on operations name for prod. */
export function runbookCommands(deployed: () => DeployedProduct): void {
  describe('commands of the documents on operations, in prod', () => {
    let folder = '';
    let aws: AwsCommandLine;
    let names: ReadonlyMap<string, string> = new Map();

    beforeAll(async () => {
      folder = await mkdtemp(path.join(deployed().aws.folder, 'commands-'));
      aws = await awsCommandLine(deployed().aws, folder);
      names = await operatedNames(deployed(), aws, folder);
    });
    afterAll(() => rm(folder, { recursive: true, force: true }));

    it.each(RUN)('%s', { timeout: LONGEST }, async (_line, { words }, prints) => {
      const filled = words.slice(1).map((word) => word.replaceAll(/<[^>]+>/g, (each) => names.get(each) ?? each));
      expect(filled.filter((word) => word.includes('<'))).toEqual([]);

      const { code, output, error } = await aws(filled);

      expect([code, error]).toEqual([0, '']);
      expect(output.trim()).toMatch(prints);
    });

    it('are run but for those that the emulator does not know', () => {
      say(`commands of AWS's in documents on operations: run ${RUN.length}, not run ${NOT_RUN.length}`);
      say(...NOT_RUN.map((each) => `  not run: ${each}`));

      expect(RUN.length + NOT_RUN.length).toBe(COMMANDS.length);
      expect(NOT_RUN.length).toBeLessThanOrEqual(3);
    });

    it('npx affidavit doctor --environment prod', async () => {
      const findings = await doctorOfProd(deployed().aws);

      say(...findings.map(({ check, ok, found }) => `  ${ok ? 'ok     ' : 'MISSING'}  ${check}: ${found}`));
      expect(findings.length).toBeGreaterThan(15);
      expect(findings.filter(({ check, ok }) => !ok && !NOT_EMULATED.test(check))).toEqual([]);
    });

    it.each(BUDGETS)('%s', async (line, { words }) => {
      const filled = words.slice(2).map((word) => names.get(word) ?? word);

      const told = await affidavitInAccount(deployed().aws, ...filled);

      expect(JSON.stringify(told)).toMatch(toldOf(line));
    });

    it('npx affidavit collections set … --environment prod', async () => {
      const rule = { tenantId: 'initech', collection: 'inbox', access: ['everyone-in-tenant'], policy: 'strict' };

      const set = await affidavitInAccount(deployed().aws, 'collections', 'set', 'initech', 'inbox', ...PROD);
      const listed = await affidavitInAccount(deployed().aws, 'collections', '--tenant', 'initech', ...PROD);

      expect([set, listed]).toEqual([rule, { collections: [rule] }]);
    });

    // With the settings that were deployed in place of the repository's.
    it.each([
      [
        "npx cdk diff -c environment=prod 'prod/*'",
        ['diff', 'prod/*'],
        /There were no differences|Number of stacks with differences: 0/,
      ],
      [
        "npx cdk deploy -c environment=prod 'prod/*'",
        ['deploy', '--require-approval', 'never', 'prod/*'],
        /no changes/,
      ],
    ])('%s', async (line, words, prints) => {
      expect(distinctCommands('npx', 'cdk').map(([written]) => written)).toContain(line);

      const said = await runCdk(deployed().aws, ...words, '--app', deployed().assembly);

      expect(said).toMatch(prints);
    });
  });
}

/** By what acme may spend, and what operated-names.ts says that it spent in March. */
function toldOf(line: string): RegExp {
  if (line.includes(' remove ')) return /"tenantId":"acme",.*"budget":null/;
  return line.includes('2026-03')
    ? /"tenantId":"acme","month":"2026-03","spent":7e-9,/
    : /"tenantId":"acme",.*"budget":25\b/;
}

function nameOf({ words: [, service = '', operation = ''] }: WrittenCommand): string {
  return `${service} ${operation}`;
}

function isNotRun(prints: RegExp | NotRun | undefined): prints is NotRun {
  return prints !== undefined && 'notRun' in prints;
}
