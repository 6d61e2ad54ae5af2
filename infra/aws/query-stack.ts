import { CfnOutput, Duration, Stack, type StackProps } from 'aws-cdk-lib';
import type { Construct } from 'constructs';
import { CANARY_MINUTES, CANARY_TENANT } from '#shared/contracts/canary.ts';
import type { EnvironmentSettings } from '#shared/contracts/environment-settings.ts';
import { LEDGER_TABLE } from '#shared/contracts/ledger-table.ts';
import { policyBeside } from './bundling/policy-beside.ts';
import { BundledFunction, type BundledFunctionProps } from './constructs/bundled-function.ts';
import { HttpApi } from './constructs/http-api.ts';
import { ScheduledCall } from './constructs/scheduled-call.ts';
import { UsagePlans } from './constructs/usage-plans.ts';
import { WebFirewall } from './constructs/web-firewall.ts';
import { putsDocumentsOf, removesDocuments, signsUploads } from './document-access.ts';
import {
  asksFunction,
  checksTokens,
  choosesPassages,
  derivesKeys,
  listsByStatus,
  namesUsageKeys,
  readsArtifacts,
  removesArtifacts,
  searchesIndex,
  usesLedger,
  writesIndex,
} from './function-access.ts';
import { answers, asksComprehend, checksAgain, embeds, judges, reranks, servesCalibration } from './model-access.ts';
import type { Platform } from './platform.ts';

export interface QueryStackProps extends StackProps {
  readonly platform: Platform;
}

/** What each function behind the API does, and so what it may do. */
const ACCESS = {
  authorizer: [checksTokens, namesUsageKeys],
  query: [
    usesLedger('GetItem', 'BatchGetItem', 'PutItem', 'UpdateItem', 'Query'),
    readsArtifacts('pages'),
    derivesKeys,
    asksComprehend,
    searchesIndex,
    choosesPassages,
    embeds,
    servesCalibration,
    answers,
    reranks,
    judges,
    checksAgain,
  ],
  documents: [
    usesLedger('GetItem', 'BatchGetItem', 'PutItem', 'Query'),
    listsByStatus(LEDGER_TABLE.statusIndex.name),
    signsUploads,
    removesDocuments,
    removesArtifacts('pages'),
    derivesKeys,
    writesIndex,
  ],
  canary: [usesLedger('GetItem', 'PutItem'), putsDocumentsOf(CANARY_TENANT)],
} as const;

/** From a question over HTTPS to a checked answer, and the canary that asks one. */
export class QueryStack extends Stack {
  constructor(scope: Construct, id: string, { platform, ...props }: QueryStackProps) {
    super(scope, id, props);
    const { settings } = platform;
    const bundled = (name: keyof typeof ACCESS, network: Platform['network']) =>
      new BundledFunction(this, {
        name,
        settings,
        network,
        access: ACCESS[name].map((grant) => grant(platform)),
        ...filesOf(name, settings),
      });

    const functions = { query: bundled('query', platform.network), documents: bundled('documents', platform.network) };
    // Outside of every network: it reads nothing but an issuer's public keys, which may be anywhere on the internet.
    const authorizer = bundled('authorizer', undefined);
    // Outside as well: it calls services of AWS alone, and a network would need one more endpoint for it.
    const canary = bundled('canary', undefined);
    canary.allow(asksFunction(functions.query.function.functionName, functions.query.function.functionArn));
    new ScheduledCall(this, 'Canary', {
      environment: settings.name,
      name: 'canary',
      target: canary,
      every: Duration.minutes(CANARY_MINUTES),
    });
    const { api } = new HttpApi(this, 'Http', { settings, authorizer, functions });
    new CfnOutput(this, 'ApiUrl', { value: settings.domain ? `https://${settings.domain.name}/` : api.url });
    new UsagePlans(this, 'Usage', { settings, api });
    const { requestsPerAddress } = settings.throttle;
    const { stageArn } = api.deploymentStage;
    new WebFirewall(this, 'Firewall', { environment: settings.name, stageArn, requestsPerAddress });
  }
}

/** Questions and answers are judged in one function alone. */
function filesOf(name: keyof typeof ACCESS, { policy }: EnvironmentSettings): Pick<BundledFunctionProps, 'files'> {
  return name === 'query' ? { files: policyBeside(policy) } : {};
}
