import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { bundleFunction } from '#infra/aws/bundling/bundle-function.ts';
import { policyBeside } from '#infra/aws/bundling/policy-beside.ts';
import { dev } from '#infra/environments/dev.ts';
import { readPolicy } from '#shared/adapters/portable/policy-file.ts';
import { EnvironmentSettings } from '#shared/contracts/environment-settings.ts';
import { FunctionSettings, POLICY_FILE } from '#shared/contracts/settings.ts';
import { DEFAULT_POLICY } from '#shared/domain/default-policy.ts';
import { EVERY_OPTION } from './every-option.ts';
import { synthesizedEnvironment } from './synthesized-environment.ts';
import { lambdaOf, permissionsOf } from './templates.ts';

const folder = mkdtempSync(path.join(tmpdir(), 'affidavit-judging-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

function judgingOf(settings: EnvironmentSettings) {
  const environment = synthesizedEnvironment(settings);
  const { Variables } = lambdaOf(environment, 'query').Properties['Environment'] as {
    Variables: Record<string, string>;
  };
  const { POLICY, GUARDRAIL } = FunctionSettings.pick({ POLICY: true, GUARDRAIL: true }).parse(Variables);
  const permissions = permissionsOf(environment, 'query').filter((one) => one.startsWith('bedrock:ApplyGuardrail'));
  return { policy: POLICY, guardrail: GUARDRAIL, permissions };
}

describe('the guardrail of an environment', () => {
  it('is off and allowed nothing when it is left out, and the rules that always hold are all', () => {
    expect(judgingOf(dev)).toEqual({ policy: 'default', guardrail: 'off', permissions: [] });
  });

  it('may be asked by the query function alone, the one guardrail of this account', () => {
    const { policy, guardrail, permissions } = judgingOf(EVERY_OPTION);
    const others = permissionsOf(synthesizedEnvironment(EVERY_OPTION), 'documents');

    expect({ policy, guardrail }).toEqual({ policy: 'file', guardrail: { id: 'gr1a2b3c4d5e', version: '3' } });
    expect(permissions).toHaveLength(1);
    expect(permissions[0]).toMatch(/^bedrock:ApplyGuardrail on .*:guardrail\/gr1a2b3c4d5e\b/);
    expect(permissions[0]).not.toContain('*');
    expect(others.join()).not.toContain('Guardrail');
  });

  it.each([
    ['an ARN', { id: 'arn:aws:bedrock:us-east-1:111122223333:guardrail/abc', version: '1' }],
    ['no version', { id: 'abc' }],
    ['a version that is none', { id: 'abc', version: 'latest' }],
  ])('is refused with %s', (_what, guardrail) => {
    expect(EnvironmentSettings.safeParse({ ...dev, models: { ...dev.models, guardrail } }).success).toBe(false);
  });
});

describe('the policy file of an environment', () => {
  it('stands beside the code of the query function, where it is read with the rules that always hold', () => {
    const target = { platform: process.platform, architecture: process.arch };

    bundleFunction('admit', new Map(), folder, target, policyBeside(EVERY_OPTION.policy));

    const rules = readPolicy(path.join(folder, POLICY_FILE)).rules.map(({ id }) => id);
    expect(rules).toEqual([...DEFAULT_POLICY.rules.map(({ id }) => id), 'no-salaries']);
    expect(readFileSync('functions/query/index.ts', 'utf8')).toContain('new URL(POLICY_FILE, import.meta.url)');
  });

  it.each([
    ['is missing', 'test/fixtures/policy/gone.json', /ENOENT/],
    ['is no policy', 'test/fixtures/collections.json', /malformed/],
  ])('stops the synthesis when it %s', (_what, policy, message) => {
    expect(() => synthesizedEnvironment({ ...dev, policy })).toThrow(message);
  });

  it('is none when the settings name none', () => {
    expect(policyBeside(undefined)).toEqual({});
  });
});
