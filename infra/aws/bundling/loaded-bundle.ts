import { execFile } from 'node:child_process';
import { promisify } from 'node:util';

/** Values of the right form that name nothing which exists. */
const SETTINGS = {
  ENVIRONMENT: 'dev',
  DOCUMENT_BUCKET: 'documents',
  ARTIFACT_BUCKET: 'artifacts',
  RAW_KEY_ARN: 'arn:aws:kms:us-east-1:000000000000:key/raw',
  LEDGER_TABLE: 'ledger',
  MASTER_KEY_SECRET: 'master-key',
  INDEX_ENDPOINT: 'index.invalid',
  INDEX_DOMAIN: 'index',
  EMBEDDING_MODEL_ID: 'amazon.titan-embed-text-v2:0',
  EMBEDDING_DIMENSIONS: '1024',
  ANSWER_MODEL_ID: 'us.amazon.nova-lite-v1:0',
  SECOND_ANSWER_MODEL_ID: 'us.anthropic.claude-haiku-4-5-20251001-v1:0',
  STATE_MACHINE_ARN: 'arn:aws:states:us-east-1:000000000000:stateMachine:ingest',
  ADMISSION_QUEUE_URL: 'https://queue.invalid/admission',
  QUERY_FUNCTION: 'query',
  TOKEN_ISSUER: 'https://issuer.invalid',
  TOKEN_AUDIENCE: 'affidavit',
  TOKEN_JWKS_URI: 'https://issuer.invalid/jwks.json',
  USAGE_ENVIRONMENT: 'dev',
  USAGE_TENANTS: '["acme"]',
  MAX_DOCUMENT_BYTES: '1000000',
  CHUNKING: 'structure-200',
  SLOTS_TOTAL: '10',
  SLOTS_PER_TENANT: '5',
};

/** What Lambda's runtime provides, a network that tells of its use, and then the bundle. */
const PROGRAM = `
  import net from 'node:net';
  import dns from 'node:dns';
  import { syncBuiltinESMExports } from 'node:module';
  const uses = [];
  net.Socket.prototype.connect = () => { uses.push('connect'); throw new Error('no network here'); };
  for (const api of [dns, dns.promises]) {
    for (const name of Object.keys(api).filter((key) => /^(lookup|resolve)/.test(key))) {
      api[name] = () => { uses.push(name); throw new Error('no network here'); };
    }
  }
  syncBuiltinESMExports(); // For what is imported from them by name.
  globalThis.awslambda = { streamifyResponse: (handler) => handler, HttpResponseStream: { from: (stream) => stream } };
  const begun = performance.now();
  const before = process.cpuUsage();
  const { handler } = await import(process.argv[1]);
  const used = process.cpuUsage(before);
  const milliseconds = performance.now() - begun;
  const cpuMilliseconds = (used.user + used.system) / 1000;
  console.log(JSON.stringify({ handler: typeof handler, network: uses, milliseconds, cpuMilliseconds }));
  process.exit();
`;

export interface LoadedBundle {
  /** `typeof` of what Lambda would call. */
  readonly handler: string;
  /** Attempts to reach anything while loading. */
  readonly network: readonly string[];
  /** From the import to the loaded module, without the start of Node. */
  readonly milliseconds: number;
  /** Of all threads of the process in that time: what a busy machine changes far less. */
  readonly cpuMilliseconds: number;
}

/** Loads a bundle in a Node of its own that knows neither this repository nor any environment variable but these. */
export async function loadedBundle(entry: URL): Promise<LoadedBundle> {
  const { stdout } = await promisify(execFile)(
    process.execPath,
    ['--input-type=module', '--eval', PROGRAM, entry.href],
    { env: { ...SETTINGS, AWS_REGION: 'us-east-1', NODE_OPTIONS: '--enable-source-maps' }, cwd: '/' },
  );
  return JSON.parse(stdout);
}
