import {
  DescribeDomainHealthCommand,
  DescribeDomainsCommand,
  type DomainStatus,
  ListDomainNamesCommand,
  ListTagsCommand,
} from '@aws-sdk/client-opensearch';
import type { EnvironmentSettings } from '#shared/contracts/environment-settings.ts';
import type { Finding } from '#shared/domain/finding.ts';
import type { AccountClients } from './account-clients.ts';
import { lookedAt } from './looked-at.ts';

/** Domains that one call describes, at most. Source: OpenSearch Service API, "DescribeDomains". */
const DESCRIBED_AT_ONCE = 5;

/** Whether the environment's search domain is there, settled and green. It is told by its tag. */
export async function inspectDomain(
  { name }: Pick<EnvironmentSettings, 'name'>,
  { search }: Pick<AccountClients, 'search'>,
): Promise<Finding[]> {
  const deploy = `Run \`npx cdk deploy -c environment=${name} '${name}/*'\`.`;
  let domain: DomainStatus | undefined;
  const there = await lookedAt('search domain', deploy, async () => {
    domain = await domainOf(search, name);
    if (domain === undefined) return { ok: false, found: 'none with the tag of this environment' };
    const isSettled = domain.Processing === false && domain.UpgradeProcessing !== true;
    return { ok: isSettled, found: isSettled ? `settled, ${domain.EngineVersion}` : 'a change is under way' };
  });
  const DomainName = domain?.DomainName;
  if (DomainName === undefined) return [there];
  const mend = `Run \`aws opensearch describe-domain-health --domain-name ${DomainName}\` and see which shards wait.`;
  const health = await lookedAt('health of the index', mend, async () => {
    const { ClusterHealth = 'unknown', TotalUnAssignedShards = '?' } = await search.send(
      new DescribeDomainHealthCommand({ DomainName }),
    );
    return { ok: ClusterHealth === 'Green', found: `${ClusterHealth}, ${TotalUnAssignedShards} shards unassigned` };
  });
  return [there, health];
}

async function domainOf(search: AccountClients['search'], environment: string): Promise<DomainStatus | undefined> {
  const { DomainNames = [] } = await search.send(new ListDomainNamesCommand({}));
  const names = DomainNames.flatMap(({ DomainName }) => DomainName ?? []);
  for (let start = 0; start < names.length; start += DESCRIBED_AT_ONCE) {
    const some = names.slice(start, start + DESCRIBED_AT_ONCE);
    const { DomainStatusList = [] } = await search.send(new DescribeDomainsCommand({ DomainNames: some }));
    for (const status of DomainStatusList) {
      const { TagList = [] } = await search.send(new ListTagsCommand({ ARN: status.ARN }));
      if (TagList.some(({ Key, Value }) => Key === 'affidavit:environment' && Value === environment)) return status;
    }
  }
  return undefined;
}
