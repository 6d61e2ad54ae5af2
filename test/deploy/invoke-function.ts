import { InvokeCommand, InvokeWithResponseStreamCommand } from '@aws-sdk/client-lambda';
import type { DeployedProduct } from './deployed-product.ts';

/**
 * Calls one of dev's functions, such as `route`, with an event of its own, and gives what it returned.
 *
 * @throws Error with the function's name when it failed.
 */
export async function invokeFunction(product: DeployedProduct, name: string, event: object): Promise<unknown> {
  const FunctionName = await functionNamed(product, name);
  const command = new InvokeCommand({ FunctionName, Payload: JSON.stringify(event) });
  const { FunctionError, Payload = [] } = await product.clients.lambda.send(command);
  if (FunctionError !== undefined) throw new Error(`${name} failed: ${FunctionError}`);
  const text = Buffer.from(Payload).toString();
  return text === '' ? undefined : JSON.parse(text);
}

/** Calls one of dev's functions by InvokeWithResponseStream, and gives the whole of what it sent. */
export async function streamFunction(product: DeployedProduct, name: string, event: object): Promise<string> {
  const FunctionName = await functionNamed(product, name);
  const command = new InvokeWithResponseStreamCommand({ FunctionName, Payload: JSON.stringify(event) });
  const { EventStream = [] } = await product.clients.lambda.send(command);
  const chunks: string[] = [];
  for await (const { PayloadChunk } of EventStream) chunks.push(Buffer.from(PayloadChunk?.Payload ?? []).toString());
  return chunks.join('');
}

async function functionNamed({ aws }: DeployedProduct, name: string): Promise<string> {
  const functions = [...(await aws.keys.all()).values()];
  const found = functions.find((each) => each.environment === 'dev' && each.name === name);
  if (found === undefined) throw new Error(`dev has no function ${name}`);
  return found.functionName;
}
