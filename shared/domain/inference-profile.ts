/** An inference profile: a model that Bedrock runs in whichever region of a part of the world has room. */
export interface InferenceProfile {
  /** The model that it runs, by its own id. */
  readonly modelId: string;
  /** What the regions begin with that it sends to; nothing of one that sends anywhere. */
  readonly regionPrefix?: string;
}

/** What ids of profiles begin with, and the regions of that part. Source: Bedrock user guide, "Supported inference profiles". */
const PARTS: Readonly<Record<string, string | undefined>> = {
  us: 'us-',
  'us-gov': 'us-gov-',
  eu: 'eu-',
  apac: 'ap-',
  jp: 'ap-northeast-',
  au: 'ap-southeast-',
  global: undefined,
};

/** The profile that an id stands for; undefined for the id of a model, which runs where it is called. */
export function inferenceProfile(id: string): InferenceProfile | undefined {
  const [, part = '', modelId] = /^([a-z-]+)\.(.+\..+)$/.exec(id) ?? [];
  if (modelId === undefined || !Object.hasOwn(PARTS, part)) return undefined;
  const regionPrefix = PARTS[part];
  return { modelId, ...(regionPrefix !== undefined && { regionPrefix }) };
}

/**
 * Whether what a profile is sent surely goes where it must not: it sends anywhere, or to a part of the world of which no
 * region is among those allowed. Which regions of the part it sends to Bedrock alone knows; a role is allowed no others.
 */
export function leavesRegions(id: string, allowed: readonly string[]): boolean {
  const profile = inferenceProfile(id);
  if (profile === undefined) return false;
  const { regionPrefix } = profile;
  return regionPrefix === undefined || !allowed.some((region) => region.startsWith(regionPrefix));
}
