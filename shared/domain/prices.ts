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
  /** Whether somebody compared the figure with its source that day. If not, it is known from elsewhere: an estimate. */
  readonly verified: boolean;
}

const AWS = 'https://aws.amazon.com';

/**
 * The price lists, each with the day as of which its lines are known. Those of `VERIFIED` were compared with their source
 * on that day: none so far, for nobody of us has opened the lists while this file was written.
 */
const LISTS = {
  bedrock: { source: `${AWS}/bedrock/pricing/`, date: '2025-12-01' },
  openSearch: { source: `${AWS}/opensearch-service/pricing/`, date: '2026-03-01' },
  lambda: { source: `${AWS}/lambda/pricing/`, date: '2025-12-01' },
  stepFunctions: { source: `${AWS}/step-functions/pricing/`, date: '2025-12-01' },
  dynamoDb: { source: `${AWS}/dynamodb/pricing/on-demand/`, date: '2025-12-01' },
  s3: { source: `${AWS}/s3/pricing/`, date: '2025-12-01' },
  sqs: { source: `${AWS}/sqs/pricing/`, date: '2025-12-01' },
  eventBridge: { source: `${AWS}/eventbridge/pricing/`, date: '2025-12-01' },
  apiGateway: { source: `${AWS}/api-gateway/pricing/`, date: '2025-12-01' },
  firewall: { source: `${AWS}/waf/pricing/`, date: '2025-12-01' },
  keys: { source: `${AWS}/kms/pricing/`, date: '2025-12-01' },
  secrets: { source: `${AWS}/secrets-manager/pricing/`, date: '2025-12-01' },
  cloudWatch: { source: `${AWS}/cloudwatch/pricing/`, date: '2025-12-01' },
  textract: { source: `${AWS}/textract/pricing/`, date: '2025-12-01' },
  comprehend: { source: `${AWS}/comprehend/pricing/`, date: '2025-12-01' },
  privateLink: { source: `${AWS}/privatelink/pricing/`, date: '2025-06-01' },
} as const;

const VERIFIED: readonly (keyof typeof LISTS)[] = [];

const MILLION = 1_000_000;

function line(list: keyof typeof LISTS, unit: string, dollars: number, per = 1): Price {
  return { dollars, per, unit, ...LISTS[list], verified: VERIFIED.includes(list) };
}

/**
 * Every price that an estimate or a receipt is made of: US East (N. Virginia), on demand. This is the one file of prices;
 * whoever compares a list with its source sets its date and adds it to `VERIFIED`. `affidavit cost` says which lists
 * nobody compared, and warns once one is 180 days old.
 */
export const PRICES = {
  'node.t3.small.search': line('openSearch', 'hour', 0.036),
  'node.m7g.large.search': line('openSearch', 'hour', 0.135),
  'node.r7g.large.search': line('openSearch', 'hour', 0.178),
  'search.volume': line('openSearch', 'GiB-month', 0.122),
  'search.serverless': line('openSearch', 'capacity unit-hour', 0.24),
  'lambda.arm64': line('lambda', 'GB-second', 0.0000133334),
  'lambda.x86_64': line('lambda', 'GB-second', 0.0000166667),
  'lambda.requests': line('lambda', 'request', 0.2, MILLION),
  'step-functions.transitions': line('stepFunctions', 'state transition', 0.025, 1_000),
  'dynamodb.writes': line('dynamoDb', 'write unit', 0.625, MILLION),
  'dynamodb.reads': line('dynamoDb', 'read unit', 0.125, MILLION),
  's3.writes': line('s3', 'PUT request', 0.005, 1_000),
  's3.reads': line('s3', 'GET request', 0.0004, 1_000),
  's3.storage': line('s3', 'GB-month', 0.023),
  'sqs.requests': line('sqs', 'request', 0.4, MILLION),
  'events.published': line('eventBridge', 'event', 1, MILLION),
  'api.requests': line('apiGateway', 'request', 3.5, MILLION),
  'firewall.acl': line('firewall', 'list-month', 5),
  'firewall.rule': line('firewall', 'rule-month', 1),
  'firewall.requests': line('firewall', 'request', 0.6, MILLION),
  'kms.key': line('keys', 'key-month', 1),
  secret: line('secrets', 'secret-month', 0.4),
  'cloudwatch.metric': line('cloudWatch', 'metric-month', 0.3),
  'cloudwatch.alarm-metric': line('cloudWatch', 'metric-month of an alarm', 0.1),
  'cloudwatch.composite': line('cloudWatch', 'alarm-month', 0.5),
  'cloudwatch.dashboard': line('cloudWatch', 'dashboard-month', 3),
  'cloudwatch.logs': line('cloudWatch', 'GB', 0.5),
  'endpoint.interface': line('privateLink', 'hour', 0.01),
  'titan-embed-v2.input': line('bedrock', 'token', 0.02, MILLION),
  'cohere-embed-v4.input': line('bedrock', 'token', 0.12, MILLION),
  'nova-lite.input': line('bedrock', 'token', 0.06, MILLION),
  'nova-lite.output': line('bedrock', 'token', 0.24, MILLION),
  'nova-pro.input': line('bedrock', 'token', 0.8, MILLION),
  'nova-pro.output': line('bedrock', 'token', 3.2, MILLION),
  'haiku-4.5.input': line('bedrock', 'token', 1.1, MILLION),
  'haiku-4.5.output': line('bedrock', 'token', 5.5, MILLION),
  'comprehend.pii': line('comprehend', '100 characters', 0.0001),
  'guardrail-content.queries': line('bedrock', 'text unit', 0.15, 1_000),
  'guardrail-topics.queries': line('bedrock', 'text unit', 0.15, 1_000),
  'guardrail-pii.queries': line('bedrock', 'text unit', 0.1, 1_000),
  'textract.pages': line('textract', 'page', 1.5, 1_000),
  'amazon-rerank.queries': line('bedrock', 'query', 1, 1_000),
  'cohere-rerank.queries': line('bedrock', 'query', 2, 1_000),
} as const satisfies Record<string, Price>;

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

/** Sources, of these prices, that nobody compared them with yet. */
export function unverifiedSources(names: readonly PriceName[]): readonly string[] {
  const open = names.map((name): Price => PRICES[name]).filter(({ verified }) => !verified);
  return [...new Set(open.map(({ source }) => source))].sort();
}

function ageInDays(date: string, now: number): number {
  return (now - Date.parse(date)) / 86_400_000;
}
