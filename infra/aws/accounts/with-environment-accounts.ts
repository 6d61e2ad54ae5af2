import { PipelineFailure } from '#shared/domain/failures.ts';
import { type AccountsClients, type EnvironmentAccounts, environmentAccounts } from './environment-accounts.ts';

/**
 * Errors by which AWS says that it knows no credentials, or that these may not.
 *
 * Source: "Common errors" of the API references of DynamoDB and CloudFormation; of the SDK, its providers of credentials.
 */
const REFUSALS: readonly unknown[] = [
  ...['AccessDenied', 'AccessDeniedException', 'NotAuthorized'],
  ...['ExpiredToken', 'ExpiredTokenException', 'RequestExpired'],
  ...['IncompleteSignature', 'InvalidSignatureException', 'SignatureDoesNotMatch'],
  ...['InvalidClientTokenId', 'UnrecognizedClientException', 'OptInRequired'],
  ...['MissingAuthenticationToken', 'MissingAuthenticationTokenException'],
  ...['CredentialsProviderError', 'TokenProviderError'],
];

/**
 * Does work on the books of a deployed environment with the credentials and the region of the shell. To look takes
 * `cloudformation:DescribeStacks` on its storage stack, `dynamodb:GetItem` and `Query` on the ledger, and `kms:Decrypt` on
 * the ledger's key; to set or remove something `dynamodb:PutItem` or `DeleteItem` besides.
 *
 * @throws PipelineFailure `AccountRefused` when these may not, `NotFound` when no ledger is there, and what `work` throws.
 */
export async function withEnvironmentAccounts<T>(
  environment: string,
  work: (accounts: EnvironmentAccounts) => Promise<T>,
  clients?: AccountsClients,
): Promise<T> {
  try {
    return await work(await environmentAccounts(environment, clients));
  } catch (cause) {
    throw cause instanceof PipelineFailure ? toldOf(cause, environment) : cause;
  }
}

/** What a service's error, of which nothing but its name is told, means to whoever brought the credentials. */
function toldOf(failure: PipelineFailure, environment: string): PipelineFailure {
  const { name, message, details } = failure;
  const { error } = details;
  if (error === undefined) return failure;
  if (REFUSALS.includes(error)) {
    const said = `${message} (${error}): what it takes on ${environment} stands in docs/operations/costs.md`;
    return new PipelineFailure('AccountRefused', said, { details });
  }
  if (error === 'ResourceNotFoundException')
    return new PipelineFailure('NotFound', `the ledger that ${environment} was deployed with is gone`, { details });
  return new PipelineFailure(name, `${message} (${error})`, { details });
}
