import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { RunningServer } from '../services/running-server.ts';
import { startOpenSearch } from '../services/start-open-search.ts';
import { type BedrockStub, startBedrockStub } from './bedrock-stub/start-bedrock-stub.ts';
import { type FunctionKeys, functionKeys } from './function-keys.ts';
import { installMiniStack } from './install-mini-stack.ts';
import { type LocalCertificate, localCertificate, trustCertificate } from './local-certificate.ts';
import { startMiniStack } from './start-mini-stack.ts';
import { type SearchFront, startSearchFront } from './start-search-front.ts';
import { startTokenIssuer, type TokenIssuer } from './start-token-issuer.ts';
import { startTextractStub, type TextractStub } from './textract-stub/start-textract-stub.ts';

/** An account with everything that the product uses, on this machine. */
export interface EmulatedAws {
  readonly endpoint: string;
  readonly certificate: LocalCertificate;
  readonly issuer: TokenIssuer;
  readonly bedrock: BedrockStub;
  readonly textract: TextractStub;
  readonly search: SearchFront;
  readonly keys: FunctionKeys;
  /** What the emulator's IAM decided, a line of JSON each. */
  readonly decisions: string;
  /** What its services called of each other, a line of JSON each (service-call-edits.ts). */
  readonly serviceCalls: string;
  /** What functions wrote of their metrics, a line of CloudWatch's embedded metric format each. */
  readonly metrics: string;
  /** Folder of faults that are to come, a file for each document by its id (injected-faults.ts). */
  readonly faults: string;
  readonly log: string;
  /** For files of the tests; goes with `stop`. */
  readonly folder: string;
  stop(): Promise<void>;
}

/** The credentials of who deploys: the account's root, whom IAM lets do everything. */
export const ROOT_CREDENTIALS = { accessKeyId: 'test', secretAccessKey: 'test' };
export const REGION = 'us-east-1';

/**
 * Starts the emulator with IAM's evaluation on, an OpenSearch for each environment, and the stand-ins for Bedrock and Textract.
 *
 * @throws PipelineFailure `DependencyUnavailable` when this machine lacks what one of them needs.
 */
export async function startEmulatedAws(): Promise<EmulatedAws> {
  const started: Pick<RunningServer, 'stop'>[] = [];
  const keep = async <T extends { stop(): Promise<void> }>(starting: Promise<T>): Promise<T> => {
    const server = await starting;
    started.unshift(server);
    return server;
  };
  const folder = await mkdtemp(path.join(tmpdir(), 'affidavit-deploy-'));
  const stop = async () => {
    for (const server of started.splice(0)) await server.stop();
    await rm(folder, { recursive: true, force: true });
  };
  try {
    await installMiniStack(); // First, so that a machine without it starts nothing in vain.
    const certificate = await localCertificate(folder);
    trustCertificate(certificate);
    const [dev, prod] = await Promise.all([keep(startOpenSearch()), keep(startOpenSearch())]);
    const keys = functionKeys();
    const callerOf = async (accessKeyId: string) => {
      const caller = await keys.functionOf(accessKeyId);
      return caller && { name: caller.name, server: { dev, prod }[caller.environment].endpoint };
    };
    const search = await keep(startSearchFront({ certificate, callerOf }));
    const bedrock = await keep(startBedrockStub());
    const textract = await keep(startTextractStub());
    const issuer = await keep(startTokenIssuer(certificate));
    const [decisions, serviceCalls] = [path.join(folder, 'decisions'), path.join(folder, 'service-calls')];
    const [metrics, faults] = [path.join(folder, 'metrics'), path.join(folder, 'faults')];
    const environment = {
      AUTH: 'true',
      RECORDED_DECISIONS: decisions,
      RECORDED_SERVICE_CALLS: serviceCalls,
      RECORDED_METRICS: metrics,
      INJECTED_FAULTS: faults,
      MINISTACK_OPENSEARCH_ENDPOINT: search.address,
      AWS_ENDPOINT_URL_BEDROCK_RUNTIME: bedrock.endpoint,
      AWS_ENDPOINT_URL_TEXTRACT: textract.endpoint,
    };
    const { endpoint, log } = await keep(startMiniStack({ certificate, environment }));
    keys.listFrom(endpoint);
    const records = { decisions, serviceCalls, metrics, faults, log, folder };
    return { endpoint, certificate, issuer, bedrock, textract, search, keys, ...records, stop };
  } catch (cause) {
    await stop();
    throw cause;
  }
}
