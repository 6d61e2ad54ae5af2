/**
 * What a figure was compared with: the price `list` itself; a `copy`, which is somebody else's transcription of the list
 * or of AWS's Price List API, of a day that it names; or with `none` that names its day, which makes it an estimate.
 */
export type PriceCheck = 'list' | 'copy' | 'none';

/** One line of a provider's price list. */
export interface Price {
  /** Dollars for `per` of `unit`, before tax, without any free tier or discount. */
  readonly dollars: number;
  readonly per: number;
  readonly unit: string;
  /** Where it stands. */
  readonly source: string;
  /** Day as of which the figure is known, ISO 8601. */
  readonly date: string;
  readonly checked: PriceCheck;
}

const AWS = 'https://aws.amazon.com';

const LISTS = {
  bedrock: `${AWS}/bedrock/pricing/`,
  openSearch: `${AWS}/opensearch-service/pricing/`,
  lambda: `${AWS}/lambda/pricing/`,
  stepFunctions: `${AWS}/step-functions/pricing/`,
  dynamoDb: `${AWS}/dynamodb/pricing/on-demand/`,
  s3: `${AWS}/s3/pricing/`,
  sqs: `${AWS}/sqs/pricing/`,
  eventBridge: `${AWS}/eventbridge/pricing/`,
  apiGateway: `${AWS}/api-gateway/pricing/`,
  firewall: `${AWS}/waf/pricing/`,
  keys: `${AWS}/kms/pricing/`,
  secrets: `${AWS}/secrets-manager/pricing/`,
  cloudWatch: `${AWS}/cloudwatch/pricing/`,
  textract: `${AWS}/textract/pricing/`,
  comprehend: `${AWS}/comprehend/pricing/`,
  privateLink: `${AWS}/privatelink/pricing/`,
} as const;

const MILLION = 1_000_000;

type Known = Pick<Price, 'date' | 'checked'>;

/** As public documentation and articles without a day have it. They agree with each other. */
const ESTIMATED: Known = { date: '2025-12-01', checked: 'none' };

function line(list: keyof typeof LISTS, unit: string, dollars: number, per = 1, known = ESTIMATED): Price {
  return { dollars, per, unit, source: LISTS[list], ...known };
}

function copyOf(date: string): Known {
  return { date, checked: 'copy' };
}

/** What public cost tools read from AWS's Price List API. */
const NODES = copyOf('2026-10-01');
const VOLUMES = copyOf('2026-07-28');
const UNITS = copyOf('2026-07-31');
/** Transcriptions of the page itself, each figure as it stood there. */
const PAGES = copyOf('2026-09-20');
/** Articles that quote the page as of a month or a year; the first day of it. */
const FEBRUARY = copyOf('2026-02-15');
const MARCH = copyOf('2026-03-01');
const JUNE = copyOf('2026-06-13');
const YEAR = copyOf('2026-01-01');
/** A public catalogue of models' prices that has models of November 2025 and later. */
const CATALOGUE = copyOf('2025-12-01');
/** Articles as of that year. */
const OLDER = copyOf('2025-01-01');

/**
 * Every price that an estimate or a receipt is made of: US East (N. Virginia), on demand. This is the one file of prices.
 * No list itself was opened while it was written, for that takes the internet; whoever opens one gives its lines that day
 * and `checked: 'list'`. `affidavit cost` says of each line what it was compared with, and warns once it is 180 days old.
 */
export const PRICES = {
  'node.t3.small.search': line('openSearch', 'hour', 0.036, 1, NODES),
  'node.m7g.large.search': line('openSearch', 'hour', 0.135, 1, NODES),
  'node.r7g.large.search': line('openSearch', 'hour', 0.178, 1, NODES),
  'search.volume': line('openSearch', 'GiB-month', 0.122, 1, VOLUMES),
  'search.serverless': line('openSearch', 'capacity unit-hour', 0.24, 1, MARCH),
  'lambda.arm64': line('lambda', 'GB-second', 0.0000133334),
  'lambda.x86_64': line('lambda', 'GB-second', 0.0000166667),
  'lambda.requests': line('lambda', 'request', 0.2, MILLION, PAGES),
  'step-functions.transitions': line('stepFunctions', 'state transition', 0.025, 1_000),
  'dynamodb.writes': line('dynamoDb', 'write unit', 0.625, MILLION, UNITS),
  'dynamodb.reads': line('dynamoDb', 'read unit', 0.125, MILLION, UNITS),
  's3.writes': line('s3', 'PUT request', 0.005, 1_000),
  's3.reads': line('s3', 'GET request', 0.0004, 1_000),
  's3.storage': line('s3', 'GB-month', 0.023),
  'sqs.requests': line('sqs', 'request', 0.4, MILLION),
  'events.published': line('eventBridge', 'event', 1, MILLION),
  'api.requests': line('apiGateway', 'request', 3.5, MILLION, YEAR),
  'firewall.acl': line('firewall', 'list-month', 5, 1, YEAR),
  'firewall.rule': line('firewall', 'rule-month', 1, 1, YEAR),
  'firewall.requests': line('firewall', 'request', 0.6, MILLION, YEAR),
  'kms.key': line('keys', 'key-month', 1),
  secret: line('secrets', 'secret-month', 0.4, 1, PAGES),
  'cloudwatch.metric': line('cloudWatch', 'metric-month', 0.3, 1, FEBRUARY),
  'cloudwatch.alarm-metric': line('cloudWatch', 'metric-month of an alarm', 0.1),
  'cloudwatch.composite': line('cloudWatch', 'alarm-month', 0.5),
  'cloudwatch.dashboard': line('cloudWatch', 'dashboard-month', 3, 1, JUNE),
  'cloudwatch.logs': line('cloudWatch', 'GB', 0.5, 1, JUNE),
  'endpoint.interface': line('privateLink', 'hour', 0.01),
  'titan-embed-v2.input': line('bedrock', 'token', 0.02, MILLION, CATALOGUE),
  'cohere-embed-v4.input': line('bedrock', 'token', 0.12, MILLION, CATALOGUE),
  'nova-lite.input': line('bedrock', 'token', 0.06, MILLION, CATALOGUE),
  'nova-lite.output': line('bedrock', 'token', 0.24, MILLION, CATALOGUE),
  'nova-pro.input': line('bedrock', 'token', 0.8, MILLION, CATALOGUE),
  'nova-pro.output': line('bedrock', 'token', 3.2, MILLION, CATALOGUE),
  'haiku-4.5.input': line('bedrock', 'token', 1.1, MILLION, CATALOGUE),
  'haiku-4.5.output': line('bedrock', 'token', 5.5, MILLION, CATALOGUE),
  'comprehend-pii.queries': line('comprehend', '100 characters', 0.0001),
  'guardrail-content.queries': line('bedrock', 'text unit', 0.15, 1_000),
  'guardrail-topics.queries': line('bedrock', 'text unit', 0.15, 1_000),
  'guardrail-pii.queries': line('bedrock', 'text unit', 0.1, 1_000),
  'guardrail-grounding.queries': line('bedrock', 'text unit', 0.1, 1_000),
  'textract.pages': line('textract', 'page', 1.5, 1_000, OLDER),
  'amazon-rerank.queries': line('bedrock', 'query', 1, 1_000, CATALOGUE),
  'cohere-rerank.queries': line('bedrock', 'query', 2, 1_000, CATALOGUE),
} satisfies Record<string, Price>;

export type PriceName = keyof typeof PRICES;

/** Days after which a price has to be compared with its source anew. */
export const PRICE_LIFE_DAYS = 180;

/** Dollars for so much of it. */
export function dollarsFor(name: PriceName, quantity: number): number {
  const { dollars, per } = PRICES[name];
  return (quantity * dollars) / per;
}

export function isPriceName(name: string): name is PriceName {
  return Object.hasOwn(PRICES, name);
}

/** Sources, of these prices, that nobody looked at for too long. `now` in milliseconds since 1970. */
export function staleSources(names: readonly PriceName[], now: number): readonly string[] {
  const old = names.map((name) => PRICES[name]).filter(({ date }) => ageInDays(date, now) > PRICE_LIFE_DAYS);
  return [...new Set(old.map(({ source, date }) => `${source} (${date})`))].sort();
}

/** Those of these prices that were compared with nothing that names its day. */
export function uncheckedPrices(names: readonly PriceName[]): readonly PriceName[] {
  return [...new Set(names)].filter((name) => PRICES[name].checked === 'none').sort();
}

function ageInDays(date: string, now: number): number {
  return (now - Date.parse(date)) / 86_400_000;
}
