import middy from '@middy/core';
import type { z } from 'zod/mini';
import { type AuthorizerDecision, AuthorizerEventSchema } from '#shared/contracts/authorizer.ts';
import { PipelineFailure } from '#shared/domain/failures.ts';
import type { ActivityLog } from '#shared/ports/activity-log.ts';
import { parsedInput } from '#shared/runtime/contract.ts';
import { invocationOf } from '#shared/runtime/note-activity.ts';
import { noted } from '#shared/runtime/noted.ts';
import { type AuthorizerPorts, authorizeCaller } from './authorize-caller.ts';

interface MeteredPorts {
  readonly log: ActivityLog;
  /** The API key under which a tenant's requests are counted, where they are. */
  readonly usageKey?: (tenantId: string) => string;
}

/**
 * Called by API Gateway, which keeps the answer for a minute at most. The policy covers every method of the stage, for
 * the answer that was given for one is used for all. API Gateway turns the one error `Unauthorized` into 401, and any
 * other into a failure of the service: whoever sent a good token is not told that it is bad.
 */
export const createHandler = ({ usageKey, log, ...ports }: AuthorizerPorts & MeteredPorts) =>
  middy<z.output<typeof AuthorizerEventSchema>, AuthorizerDecision>()
    .use(parsedInput('authorizer', AuthorizerEventSchema))
    .handler(async ({ headers, methodArn }, lambda) => {
      const [, authorization] =
        Object.entries(headers ?? {}).find(([name]) => name.toLowerCase() === 'authorization') ?? [];
      const run = { function: 'authorizer', invocationId: invocationOf(lambda) };
      const context = await noted(log, run, () => authorizeCaller(authorization, ports)).catch((cause: unknown) => {
        throw toldToGateway(cause);
      });
      return {
        principalId: context.user,
        policyDocument: allowEveryMethod(methodArn),
        context,
        ...(usageKey && { usageIdentifierKey: usageKey(context.tenantId) }),
      };
    });

/** Without its cause: why stays in our log. */
function toldToGateway(cause: unknown): Error {
  const isRefused = cause instanceof PipelineFailure && cause.name === 'Unauthenticated';
  if (isRefused) return new Error('Unauthorized'); // The very text that API Gateway asks for.
  return new PipelineFailure('DependencyUnavailable', 'the token could not be checked');
}

/** `…:apiId/stage/METHOD/path` becomes `…:apiId/stage/*`. */
function allowEveryMethod(methodArn: string): AuthorizerDecision['policyDocument'] {
  const [api = '', stage = ''] = methodArn.split('/');
  return {
    Version: '2012-10-17',
    Statement: [{ Action: 'execute-api:Invoke', Effect: 'Allow', Resource: `${api}/${stage}/*` }],
  };
}
