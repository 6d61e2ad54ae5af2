import { createHash } from 'node:crypto';
import { type FunctionConfiguration, LambdaClient, ListFunctionsCommand } from '@aws-sdk/client-lambda';

/** One of the product's functions as it is deployed. */
export interface DeployedFunction {
  readonly environment: 'dev' | 'prod';
  /** As in the product, such as `index-chunks`. */
  readonly name: string;
  readonly functionName: string;
}

/** Tells functions by the credentials that the emulator gives them. */
export interface FunctionKeys {
  /** Where to ask for functions, once the emulator runs. */
  listFrom(endpoint: string): void;
  functionOf(accessKeyId: string): Promise<DeployedFunction | undefined>;
  all(): Promise<ReadonlyMap<string, DeployedFunction>>;
}

export function functionKeys(): FunctionKeys {
  let client: LambdaClient | undefined;
  let known = new Map<string, DeployedFunction>();

  const refresh = async () => {
    const listed = (await client?.send(new ListFunctionsCommand({ MaxItems: 200 })))?.Functions ?? [];
    known = new Map(
      listed.flatMap((each) => {
        const ours = productFunction(each);
        return ours === undefined ? [] : [[accessKeyOf(each), ours] as const];
      }),
    );
    return known;
  };

  return {
    listFrom: (endpoint) => {
      const credentials = { accessKeyId: 'test', secretAccessKey: 'test' };
      client = new LambdaClient({ endpoint, region: 'us-east-1', credentials });
    },
    functionOf: async (accessKeyId) => known.get(accessKeyId) ?? (await refresh()).get(accessKeyId),
    all: refresh,
  };
}

/** How the emulator makes the access key of a function's role. Source: its core/lambda_runtime.py. */
function accessKeyOf({ FunctionArn = '', Role = '' }: FunctionConfiguration): string {
  const digest = createHash('sha256').update(`${FunctionArn}:${Role}`).digest('hex');
  return `ASIA${digest.slice(0, 16).toUpperCase()}`;
}

/** Roles are named after environment, region and function. Source: constructs/bundled-function.ts. */
function productFunction({ Role = '', FunctionName = '' }: FunctionConfiguration): DeployedFunction | undefined {
  const [, environment, name] = /role\/affidavit-(dev|prod)-us-east-1-(.+)$/.exec(Role) ?? [];
  if (name === undefined || (environment !== 'dev' && environment !== 'prod')) return undefined;
  return { environment, name, functionName: FunctionName };
}
