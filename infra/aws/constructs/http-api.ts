import { CfnOutput, Duration, RemovalPolicy } from 'aws-cdk-lib';
import {
  AccessLogField,
  AccessLogFormat,
  ApiKeySourceType,
  AuthorizationType,
  EndpointType,
  IdentitySource,
  LambdaIntegration,
  LogGroupLogDestination,
  MethodLoggingLevel,
  RequestAuthorizer,
  ResponseTransferMode,
  RestApi,
  SecurityPolicy,
} from 'aws-cdk-lib/aws-apigateway';
import { Certificate } from 'aws-cdk-lib/aws-certificatemanager';
import { LogGroup } from 'aws-cdk-lib/aws-logs';
import { Construct } from 'constructs';
import { ROUTES } from '#shared/contracts/api.ts';
import type { EnvironmentSettings } from '#shared/contracts/environment-settings.ts';
import { acknowledge } from '../acknowledge.ts';
import { describeProblems } from './api-problems.ts';
import type { BundledFunction } from './bundled-function.ts';

export interface HttpApiProps {
  readonly settings: EnvironmentSettings;
  readonly authorizer: BundledFunction;
  readonly functions: Readonly<Record<(typeof ROUTES)[number]['function'], BundledFunction>>;
}

/** How long an authorizer's word counts. A revocation acts within it, so a minute is the most that is promised. */
const AUTHORIZER_CACHE = Duration.seconds(60);

/** A REST API: unlike an HTTP API it can stand behind a firewall, and stream. */
export class HttpApi extends Construct {
  readonly api: RestApi;

  constructor(scope: Construct, id: string, { settings, authorizer, functions }: HttpApiProps) {
    super(scope, id);

    this.api = new RestApi(this, 'Api', {
      restApiName: `affidavit-${settings.name}`,
      endpointTypes: [EndpointType.REGIONAL], // An edge-optimised one ends a stream that pauses for 30 seconds.
      apiKeySourceType: ApiKeySourceType.AUTHORIZER,
      ...(settings.domain && ownDomain(this, settings.domain)),
      cloudWatchRole: true,
      cloudWatchRoleRemovalPolicy: RemovalPolicy.RETAIN, // One for all APIs of the account and region.
      deployOptions: { ...this.logging(settings), ...throttling(settings), stageName: 'live', tracingEnabled: true },
    });
    const { domainName } = this.api;
    if (domainName) new CfnOutput(this, 'DomainTarget', { value: domainName.domainNameAliasDomainName });
    describeProblems(this, this.api);
    this.addRoutes(authorizer, functions);
    acknowledge(this.api, {
      'AwsSolutions-APIG2': 'The functions check every request by the schemas of which the OpenAPI document is made.',
      'AwsSolutions-IAM4[Policy::arn:<AWS::Partition>:iam::aws:policy/service-role/AmazonAPIGatewayPushToCloudWatchLogs]':
        'What API Gateway documents for the one role of the account by which it writes logs.',
    });
    acknowledge(this.api.deploymentStage, {
      'NIST.800.53.R5-APIGWCacheEnabledAndEncrypted': 'An answer is for one caller: there is nothing to cache.',
      'NIST.800.53.R5-APIGWSSLEnabled':
        'Behind it are functions, which it calls by the API of Lambda: a client certificate is for servers of HTTP.',
    });
  }

  private addRoutes(authorizer: BundledFunction, functions: HttpApiProps['functions']): void {
    const requestAuthorizer = new RequestAuthorizer(this, 'Authorizer', {
      handler: authorizer.function,
      identitySources: [IdentitySource.header('Authorization')],
      resultsCacheTtl: AUTHORIZER_CACHE,
    });
    const integrations = {
      query: new LambdaIntegration(functions.query.function, { ...INTEGRATION, responseTransferMode: STREAM }),
      documents: new LambdaIntegration(functions.documents.function, INTEGRATION),
    };
    for (const route of ROUTES) {
      const access =
        'isOpen' in route
          ? { authorizationType: AuthorizationType.NONE }
          : { authorizationType: AuthorizationType.CUSTOM, authorizer: requestAuthorizer, apiKeyRequired: true };
      const resource = this.api.root.resourceForPath(route.path);
      const method = resource.addMethod(route.method, integrations[route.function], access);
      acknowledge(method, { 'AwsSolutions-COG4': 'Any OIDC issuer may vouch for callers: the authorizer checks.' });
      if ('isOpen' in route) {
        acknowledge(method, { 'AwsSolutions-APIG4': 'Says that the service is up, and nothing of any tenant.' });
      }
    }
  }

  private logging({ logRetentionDays }: EnvironmentSettings) {
    const logs = new LogGroup(this, 'AccessLog', { retention: logRetentionDays, removalPolicy: RemovalPolicy.DESTROY });
    return {
      accessLogDestination: new LogGroupLogDestination(logs),
      accessLogFormat: AccessLogFormat.custom(JSON.stringify(ACCESS_LOG)),
      loggingLevel: MethodLoggingLevel.ERROR,
      dataTraceEnabled: false, // It would log bodies: questions and answers.
      metricsEnabled: true,
    };
  }
}

/** The API under a name of its owner's and no other. The name has to be pointed at the target that the stack puts out. */
function ownDomain(scope: Construct, { name, certificateArn }: NonNullable<EnvironmentSettings['domain']>) {
  return {
    disableExecuteApiEndpoint: true,
    domainName: {
      domainName: name,
      certificate: Certificate.fromCertificateArn(scope, 'Certificate', certificateArn),
      endpointType: EndpointType.REGIONAL,
      securityPolicy: SecurityPolicy.TLS_1_2,
    },
  };
}

const STREAM = ResponseTransferMode.STREAM;

const INTEGRATION = { proxy: true, allowTestInvoke: false };

/** The route as declared, not the path as sent, and no query string: neither an id nor a word of a caller. */
const ACCESS_LOG = {
  requestId: AccessLogField.contextRequestId(),
  time: AccessLogField.contextRequestTime(),
  method: AccessLogField.contextHttpMethod(),
  route: AccessLogField.contextResourcePath(),
  status: AccessLogField.contextStatus(),
  bytes: AccessLogField.contextResponseLength(),
  milliseconds: AccessLogField.contextResponseLatency(),
  errorType: AccessLogField.contextErrorResponseType(),
  trace: AccessLogField.contextXrayTraceId(),
};

function throttling({ throttle }: EnvironmentSettings) {
  return { throttlingRateLimit: throttle.requestsPerSecond, throttlingBurstLimit: throttle.burst };
}
