import { Stack, type StackProps } from 'aws-cdk-lib';
import type { Construct } from 'constructs';
import type { EnvironmentSettings } from '#shared/contracts/environment-settings.ts';
import type { FunctionName } from '#shared/contracts/steps.ts';
import { BundledFunction, functionRoleArn } from './constructs/bundled-function.ts';
import { IndexPreparation } from './constructs/index-preparation.ts';
import { SearchDomain } from './constructs/search-domain.ts';
import { preparesIndex, usesLedger } from './function-access.ts';
import { embeds } from './model-access.ts';
import type { Network, SearchIndex, StoredData } from './platform.ts';

export interface SearchStackProps extends StackProps {
  readonly settings: EnvironmentSettings;
  readonly data: StoredData;
  readonly network: Network | undefined;
}

/** Functions that search and never write. */
const READERS: readonly FunctionName[] = ['query'];
/** Functions that write or remove chunks. */
const WRITERS: readonly FunctionName[] = ['admit', 'reconcile', 'index-chunks', 'publish', 'reject', 'documents'];

/** The chunk index. All of it can be made anew from what the Storage stack keeps. */
export class SearchStack extends Stack {
  readonly index: SearchIndex;

  constructor(scope: Construct, id: string, { settings, data, network, ...props }: SearchStackProps) {
    super(scope, id, props);

    const prepareIndex = new BundledFunction(this, { name: 'prepare-index', settings, network });
    const { domain } = new SearchDomain(this, 'Search', { settings, master: prepareIndex.role, network });
    const { domainEndpoint: endpoint, domainName, domainArn } = domain;
    const platform = { settings, data, network, index: { endpoint, domainName, domainArn } };
    for (const grant of [preparesIndex, embeds, usesLedger('GetItem')]) prepareIndex.allow(grant(platform));

    const rolesOf = (names: readonly FunctionName[]) => names.map((name) => functionRoleArn(name, settings));
    const roles = { readerRoleArns: rolesOf(READERS), writerRoleArns: rolesOf(WRITERS) };
    new IndexPreparation(this, 'Preparation', { settings, prepareIndex, domain, ...roles });

    this.index = {
      endpoint: this.exportValue(endpoint),
      domainName: this.exportValue(domainName),
      domainArn: this.exportValue(domainArn),
    };
  }
}
