import type { Stack } from 'aws-cdk-lib';
import { RestApi } from 'aws-cdk-lib/aws-apigateway';
import { describeProblems } from '#infra/aws/constructs/api-problems.ts';
import { HttpApi } from '#infra/aws/constructs/http-api.ts';
import { UsagePlans } from '#infra/aws/constructs/usage-plans.ts';
import { WebFirewall } from '#infra/aws/constructs/web-firewall.ts';
import { ROUTES } from '#shared/contracts/api.ts';
import { type ConstructCase, functionIn, settingsFor } from './construct-case.ts';

/** An API of one method: one without any is refused. */
function plainApi(stack: Stack): RestApi {
  const api = new RestApi(stack, 'Api');
  api.root.addMethod('GET');
  return api;
}

/** Constructs between a caller and the functions. */
export const API_CASES: readonly ConstructCase[] = [
  {
    file: 'api-problems',
    make: (stack) => describeProblems(stack, plainApi(stack)),
    bare: {
      has: { 'AWS::ApiGateway::GatewayResponse': 14 },
      says: ["'application/problem+json'", '"ResponseType":"WAF_FILTERED"', 'Retry-After'],
      lacks: ['$context'],
    },
  },
  {
    file: 'http-api',
    make: (stack, isFull) => {
      const authorizer = functionIn(stack, 'authorizer');
      const functions = { query: functionIn(stack, 'query'), documents: functionIn(stack, 'documents') };
      new HttpApi(stack, 'Http', { settings: settingsFor(isFull), authorizer, functions });
    },
    bare: {
      has: {
        'AWS::ApiGateway::RestApi': [
          { Properties: { EndpointConfiguration: { Types: ['REGIONAL'] }, ApiKeySourceType: 'AUTHORIZER' } },
        ],
        'AWS::ApiGateway::Method': ROUTES.length,
        'AWS::ApiGateway::Authorizer': [{ Properties: { Type: 'REQUEST', AuthorizerResultTtlInSeconds: 60 } }],
        'AWS::ApiGateway::Stage': [{ Properties: { TracingEnabled: true, AccessLogSetting: {} } }],
        'AWS::ApiGateway::DomainName': 0,
      },
      says: ['"ResponseTransferMode":"STREAM"'],
      lacks: ['DisableExecuteApiEndpoint'],
    },
    full: {
      has: {
        'AWS::ApiGateway::RestApi': [{ Properties: { DisableExecuteApiEndpoint: true } }],
        'AWS::ApiGateway::DomainName': [
          { Properties: { DomainName: 'api.affidavit.example', SecurityPolicy: 'TLS_1_2' } },
        ],
        'AWS::ApiGateway::BasePathMapping': 1,
      },
    },
  },
  {
    file: 'usage-plans',
    make: (stack, isFull) =>
      void new UsagePlans(stack, 'Usage', { settings: settingsFor(isFull), api: plainApi(stack) }),
    bare: {
      has: { 'AWS::ApiGateway::UsagePlan': 1, 'AWS::ApiGateway::ApiKey': 1, 'AWS::ApiGateway::UsagePlanKey': 1 },
      lacks: ['"Quota"'],
    },
    full: {
      has: {
        'AWS::ApiGateway::UsagePlan': [{}, { Properties: { Quota: { Limit: 10_000, Period: 'DAY' } } }],
        ...{ 'AWS::ApiGateway::ApiKey': 3, 'AWS::ApiGateway::UsagePlanKey': 3 },
      },
    },
  },
  {
    file: 'web-firewall',
    make: (stack) =>
      void new WebFirewall(stack, 'Firewall', { environment: 'dev', stageArn: 'arn:stage', requestsPerAddress: 500 }),
    bare: {
      has: { 'AWS::WAFv2::WebACL': 1, 'AWS::WAFv2::WebACLAssociation': [{ Properties: { ResourceArn: 'arn:stage' } }] },
      says: [
        '"AggregateKeyType":"IP"',
        '"Limit":500',
        'AWSManagedRulesCommonRuleSet',
        'AWSManagedRulesKnownBadInputsRuleSet',
      ],
      lacks: ['"SampledRequestsEnabled":true'],
    },
  },
];
