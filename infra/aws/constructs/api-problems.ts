import { GatewayResponse, type IRestApi, ResponseType, type RestApi } from 'aws-cdk-lib/aws-apigateway';
import type { Construct } from 'constructs';
import { OVERLOAD_RETRY_SECONDS, type Problem, problemOf } from '#shared/contracts/api.ts';
import { PipelineFailure } from '#shared/domain/failures.ts';

/**
 * What API Gateway answers by itself, in the words and the form of the service (RFC 9457). It repeats nothing of the
 * request, which its own templates would.
 */
export function describeProblems(scope: Construct, restApi: RestApi): void {
  for (const [type, problem] of PROBLEMS) {
    new GatewayResponse(scope, `Problem${type.responseType}`, {
      restApi: restApi as IRestApi, // The CDK's own class, but for how strictly an absent property is told.
      type,
      statusCode: String(problem.status),
      templates: { 'application/json': JSON.stringify(problem) },
      responseHeaders: {
        'Content-Type': "'application/problem+json'",
        'Cache-Control': "'no-store'",
        'X-Content-Type-Options': "'nosniff'",
        ...(type === ResponseType.THROTTLED && { 'Retry-After': `'${OVERLOAD_RETRY_SECONDS}'` }),
      },
    });
  }
}

const UNAUTHENTICATED = problemOf(
  new PipelineFailure('Unauthenticated', 'the token is missing, expired or not valid here'),
);
const DEFECT = problemOf(new PipelineFailure('Unexpected', 'the request failed'));
const THROTTLED = problemOf(new PipelineFailure('Overloaded', 'too many requests'));

const PROBLEMS: readonly (readonly [ResponseType, Problem])[] = [
  [ResponseType.UNAUTHORIZED, UNAUTHENTICATED],
  [ResponseType.ACCESS_DENIED, UNAUTHENTICATED], // A refused token: the authorizer denies and says no more.
  [ResponseType.EXPIRED_TOKEN, UNAUTHENTICATED],
  [ResponseType.INVALID_SIGNATURE, UNAUTHENTICATED],
  [
    ResponseType.MISSING_AUTHENTICATION_TOKEN, // What API Gateway says of a path or method that it does not know.
    problemOf(new PipelineFailure('NotFound', 'no such path')),
  ],
  [ResponseType.REQUEST_TOO_LARGE, problemOf(new PipelineFailure('PayloadTooLarge', 'the request body is too large'))],
  [ResponseType.WAF_FILTERED, problemOf(new PipelineFailure('Forbidden', 'the firewall refused the request'))],
  [ResponseType.THROTTLED, THROTTLED],
  [ResponseType.QUOTA_EXCEEDED, THROTTLED],
  [ResponseType.DEFAULT_4XX, problemOf(new PipelineFailure('InputInvalid', 'the request is not valid'))],
  [
    ResponseType.AUTHORIZER_FAILURE, // It could not check the token, which says nothing against the token.
    problemOf(new PipelineFailure('DependencyUnavailable', 'the token could not be checked')),
  ],
  [
    ResponseType.INTEGRATION_TIMEOUT,
    { ...problemOf(new PipelineFailure('FunctionTimedOut', 'the request took too long')), status: 504 },
  ],
  [ResponseType.INVALID_API_KEY, DEFECT], // The authorizer named a key that no usage plan has: no fault of the caller.
  [ResponseType.DEFAULT_5XX, DEFECT],
];
