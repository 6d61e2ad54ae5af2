import { describe, expect, it } from 'vitest';
import { ENVIRONMENTS } from '#infra/environments/by-name.ts';
import { EnvironmentSettings } from '#shared/contracts/environment-settings.ts';
import { calibrationOf } from '#shared/domain/retrieval-calibration.ts';

const { dev } = ENVIRONMENTS;
const limits = { requestsPerSecond: 5, burst: 10 };
const plan = { name: 'large', tenants: ['acme'], ...limits };
const tokens = { issuer: 'https://issuer.example', audience: 'affidavit', jwksUri: 'https://issuer.example/jwks.json' };

const fit = { ...calibrationOf('another-model'), isCalibrated: true };
const fingerprint = { modelId: dev.models.embedding, dimensions: dev.models.embeddingDimensions, probe: 'ab' };

/** Where the settings are wrong, and what is unknown. */
function refusals(change: object): string[] {
  const { error } = EnvironmentSettings.safeParse({ ...dev, ...change });
  return (error?.issues ?? []).map((issue) =>
    [...issue.path, ...(issue.code === 'unrecognized_keys' ? issue.keys : [])].join('.'),
  );
}

describe('settings of an environment', () => {
  it.each<[what: string, change: object, place: string]>([
    ['a setting that does not exist', { retainData: true }, 'retainData'],
    ['one that does not exist further down', { search: { ...dev.search, nodes: 3 } }, 'search.nodes'],
    ['an environment that is not declared', { name: 'live' }, 'name'],
    ['an architecture that Lambda has not', { architecture: 'arm' }, 'architecture'],
    [
      'more zones than a region is promised to have',
      { search: { ...dev.search, instances: 4, zones: 4 } },
      'search.zones',
    ],
    ['a reconciler that overtakes itself', { reconcileMinutes: 5 }, 'reconcileMinutes'],
    ['a term that CloudWatch does not know', { logRetentionDays: 15 }, 'logRetentionDays'],
    ['more slots for a tenant than for all', { slots: { total: 5, perTenant: 6 } }, 'slots'],
    ['groups where an issuer has its own', { tokens, groups: ['finance'] }, 'groups'],
    [
      'a certificate that is none',
      { domain: { name: 'api.example.com', certificateArn: 'mine' } },
      'domain.certificateArn',
    ],
    ['a tenant in two plans', { usage: { shared: limits, plans: [plan, { ...plan, name: 'small' }] } }, 'usage.plans'],
    [
      'two plans of one name',
      { usage: { shared: limits, plans: [plan, { ...plan, tenants: ['globex'] }] } },
      'usage.plans',
    ],
    [
      'more tenants in plans than the authorizer can be told',
      {
        usage: {
          shared: limits,
          plans: [{ ...plan, tenants: Array.from({ length: 60 }, (_, at) => `${'a'.repeat(50)}${at}`) }],
        },
      },
      'usage.plans',
    ],
    [
      'the calibration of another model',
      { calibration: { fit, fingerprint: { ...fingerprint, modelId: 'other' } } },
      'calibration',
    ],
    [
      'a calibration to vectors of another length',
      { calibration: { fit, fingerprint: { ...fingerprint, dimensions: 256 } } },
      'calibration',
    ],
    ['a node of no type that there is', { search: { ...dev.search, instanceType: 't3.small' } }, 'search.instanceType'],
    ['fewer nodes than zones', { search: { ...dev.search, zones: 2 } }, 'search.instances'],
    ['a volume that no node takes', { search: { ...dev.search, volumeGiB: 5 } }, 'search.volumeGiB'],
    ['documents larger than an upload', { maxDocumentBytes: 6 * 1024 ** 3 }, 'maxDocumentBytes'],
    ['a region that is none', { models: { ...dev.models, regions: ['us-east-1', 'ohio'] } }, 'models.regions.1'],
    [
      'a profile that leaves the regions',
      { models: { ...dev.models, answer: 'eu.amazon.nova-lite-v1:0' } },
      'models.answer',
    ],
    [
      'a profile that knows no regions',
      { models: { ...dev.models, secondAnswer: 'global.anthropic.claude-haiku-4-5-20251001-v1:0' } },
      'models.secondAnswer',
    ],
    ['addresses that are none', { network: { private: true, zones: 2, cidr: '10.0.0.0' } }, 'network.cidr'],
  ])('refuse %s, and say where it is', (_what, change, place) => {
    expect(refusals(change)).toEqual([place]);
  });

  it('take what the environments of the repository say', () => {
    expect(Object.values(ENVIRONMENTS).map((settings) => EnvironmentSettings.safeParse(settings).success)).toEqual([
      ...[true, true, true],
    ]);
  });
});
