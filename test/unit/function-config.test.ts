import { describe, expect, it } from 'vitest';
import { FunctionSettings, type SettingName } from '#shared/contracts/settings.ts';
import { readConfig } from '#shared/runtime/config.ts';

/** What a function says of its environment when it is loaded. */
function refusal(wanted: Partial<Record<SettingName, true>>, environment: NodeJS.ProcessEnv): string {
  try {
    return JSON.stringify(readConfig(FunctionSettings.pick(wanted as Record<SettingName, true>), environment)); // Those that are there.
  } catch (error) {
    return String(error);
  }
}

const SLOTS = { LEDGER_TABLE: true, SLOTS_TOTAL: true, SLOTS_PER_TENANT: true } as const;

describe('readConfig', () => {
  it('takes text for what a setting is, and leaves what nobody asked for', () => {
    const environment = { LEDGER_TABLE: 'ledger', SLOTS_TOTAL: '100', SLOTS_PER_TENANT: '10', OTHER: 'x' };

    const config = readConfig(FunctionSettings.pick({ ...SLOTS, RERANKER: true, USAGE_TENANTS: true }), {
      ...environment,
      USAGE_TENANTS: '["acme"]',
    });

    expect(config).toEqual({
      ...{ LEDGER_TABLE: 'ledger', SLOTS_TOTAL: 100, SLOTS_PER_TENANT: 10 },
      ...{ RERANKER: 'off', USAGE_TENANTS: ['acme'] },
    });
  });

  it('names every setting that is missing or wrong, so that the deployment fails, and repeats no value', () => {
    const said = refusal(SLOTS, { LEDGER_TABLE: '', SLOTS_TOTAL: 'a-secret' });

    expect(said).toMatch(/^Error: environment is incomplete: .*LEDGER_TABLE.*SLOTS_TOTAL.*SLOTS_PER_TENANT/);
    expect(said).not.toContain('a-secret');
  });

  it.each([
    ['SLOTS_TOTAL', '0'],
    ['SLOTS_TOTAL', '1.5'],
    ['TOKEN_JWKS_URI', 'issuer.test'],
    ['AWS_XRAY_DAEMON_ADDRESS', '127.0.0.1'],
    ['COMPREHEND', 'true'],
    ['EMBEDDING_DIMENSIONS', '300'],
    ['USAGE_TENANTS', '{}'],
  ])('does not take %s for %s', (name, value) => {
    expect(refusal({ [name]: true }, { [name]: value })).toMatch(new RegExp(`^Error: .*${name}`));
  });
});
