import { describe, expect, it } from 'vitest';
import { inferenceProfile, leavesRegions } from '#shared/domain/inference-profile.ts';

describe('an inference profile', () => {
  it.each([
    ['us.amazon.nova-lite-v1:0', 'amazon.nova-lite-v1:0', 'us-'],
    ['us-gov.anthropic.claude-sonnet-4-5-20250929-v1:0', 'anthropic.claude-sonnet-4-5-20250929-v1:0', 'us-gov-'],
    ['jp.amazon.nova-2-lite-v1:0', 'amazon.nova-2-lite-v1:0', 'ap-northeast-'],
  ])('%s is of the model %s, in regions that begin with %s', (id, modelId, regionPrefix) => {
    expect(inferenceProfile(id)).toEqual({ modelId, regionPrefix });
  });

  it('of the whole world has no part of it', () => {
    expect(inferenceProfile('global.amazon.nova-2-lite-v1:0')).toEqual({ modelId: 'amazon.nova-2-lite-v1:0' });
  });

  it.each(['amazon.titan-embed-text-v2:0', 'cohere.embed-v4:0', 'toString.amazon.nova', ''])('is not %j', (id) => {
    expect(inferenceProfile(id)).toBeUndefined();
  });

  it.each([
    ['us.amazon.nova-lite-v1:0', ['eu-central-1'], true],
    ['us.amazon.nova-lite-v1:0', ['eu-central-1', 'us-east-1'], false],
    ['global.amazon.nova-2-lite-v1:0', ['us-east-1'], true],
    ['amazon.titan-embed-text-v2:0', ['us-east-1'], false],
  ])('%s leaves %j: %s', (id, allowed, expected) => {
    expect(leavesRegions(id, allowed)).toBe(expected);
  });
});
