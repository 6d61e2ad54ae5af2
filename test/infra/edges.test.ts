import { describe, expect, it } from 'vitest';
import { ROUTES } from '#shared/contracts/api.ts';
import type { FunctionName } from '#shared/contracts/steps.ts';
import { synthesizedEnvironment } from './synthesized-environment.ts';
import { lambdaOf, methodsOf, ofType } from './templates.ts';

const prod = synthesizedEnvironment('prod');

const invokeConfigOf = (name: FunctionName) => {
  const configs = ofType(prod, 'AWS::Lambda::EventInvokeConfig').map(({ Properties }) => Properties);
  return configs.find(
    ({ FunctionName }) => JSON.stringify(FunctionName) === JSON.stringify({ Ref: lambdaOf(prod, name).id }),
  );
};

describe('asynchronous edges', () => {
  it('keep what they could not deliver: from the rule to route', () => {
    const rules = ofType(prod, 'AWS::Events::Rule').filter(({ Properties }) => 'EventPattern' in Properties);

    expect(rules.map(({ Properties }) => Properties['Targets'])).toMatchObject([
      [
        {
          DeadLetterConfig: { Arn: expect.anything() },
          RetryPolicy: { MaximumRetryAttempts: 185, MaximumEventAgeInSeconds: 24 * 3_600 },
        },
      ],
    ]);
  });

  it('keep what they could not do: in route, which EventBridge calls and does not wait for', () => {
    expect(invokeConfigOf('route')).toMatchObject({
      MaximumRetryAttempts: 2,
      MaximumEventAgeInSeconds: 6 * 3_600,
      DestinationConfig: { OnFailure: { Destination: expect.anything() } },
    });
  });

  it.each([
    ['dispatch', 1],
    ['reconcile', 60],
    ['canary', 15],
  ] as const)('call %s again and again, and keep each tick that was lost or failed', (name, minutes) => {
    const age = { MaximumEventAgeInSeconds: minutes * 60 };
    const rules = ofType(prod, 'AWS::Events::Rule').filter(({ Properties }) =>
      JSON.stringify(Properties).includes(lambdaOf(prod, name).id),
    );

    expect(rules.map(({ Properties }) => Properties)).toMatchObject([
      {
        ScheduleExpression: { 1: 'rate(1 minute)', 15: 'rate(15 minutes)', 60: 'rate(1 hour)' }[minutes],
        Targets: [{ DeadLetterConfig: { Arn: expect.anything() }, RetryPolicy: age }],
      },
    ]);
    expect(invokeConfigOf(name)).toMatchObject({
      MaximumRetryAttempts: 0,
      ...age,
      DestinationConfig: { OnFailure: { Destination: expect.anything() } },
    });
  });

  it('let CloudFormation wait for prepare-index as long as its one call may be queued and run, and keep it when it fails', () => {
    const [index] = ofType(prod, 'Custom::AffidavitIndex');
    const { id, Properties } = lambdaOf(prod, 'prepare-index');
    const config = invokeConfigOf('prepare-index');

    expect(index?.Properties).toMatchObject({
      ServiceToken: { 'Fn::GetAtt': [id, 'Arn'] },
      ServiceTimeout: String(Number(Properties['Timeout']) + Number(config?.['MaximumEventAgeInSeconds'])),
    });
    expect(config).toMatchObject({
      MaximumRetryAttempts: 0,
      DestinationConfig: { OnFailure: { Destination: expect.anything() } },
    });
  });

  it('let no two passes of the reconciler run at once', () => {
    const { Properties } = lambdaOf(prod, 'reconcile');

    expect(Properties['ReservedConcurrentExecutions']).toBe(1);
    expect(Number(Properties['Timeout'])).toBeLessThan(15 * 60);
  });

  it('keep what admit could not do, message by message, and hide a message while admit may still run', () => {
    const [queue] = ofType(prod, 'AWS::SQS::Queue').filter(({ Properties }) => 'RedrivePolicy' in Properties);
    const mappings = ofType(prod, 'AWS::Lambda::EventSourceMapping').map(({ Properties }) => Properties);
    const timeout = Number(lambdaOf(prod, 'admit').Properties['Timeout']);

    expect(queue?.Properties).toMatchObject({ RedrivePolicy: { maxReceiveCount: 3 } });
    expect(Number(queue?.Properties['VisibilityTimeout'])).toBeGreaterThanOrEqual(6 * timeout);
    expect(mappings).toMatchObject([{ FunctionResponseTypes: ['ReportBatchItemFailures'] }]);
  });
});

describe('the API', () => {
  it('has exactly the declared routes, open only where that is declared', () => {
    const methods = methodsOf(prod).map(({ route, properties }) => [
      route,
      'AuthorizerId' in properties ? 'token' : 'open',
    ]);

    expect(methods.sort()).toEqual(
      ROUTES.map((route) => [`${route.method} ${route.path}`, 'isOpen' in route ? 'open' : 'token']).sort(),
    );
  });

  it('believes its authorizer for a minute at most', () => {
    const [authorizer] = ofType(prod, 'AWS::ApiGateway::Authorizer');

    expect(Number(authorizer?.Properties['AuthorizerResultTtlInSeconds'])).toBeLessThanOrEqual(60);
  });

  it('streams what query answers', () => {
    const answers = methodsOf(prod).find(({ route }) => route === 'POST /v1/answers');

    expect(answers?.properties).toMatchObject({ Integration: { Type: 'AWS_PROXY', ResponseTransferMode: 'STREAM' } });
  });

  it('stands behind a firewall that limits addresses and keeps no samples of requests', () => {
    const [firewall] = ofType(prod, 'AWS::WAFv2::WebACL');
    const text = JSON.stringify(firewall?.Properties);

    expect(ofType(prod, 'AWS::WAFv2::WebACLAssociation')).toHaveLength(1);
    expect([...text.matchAll(/"AWSManagedRules\w+"/g)]).not.toEqual([]);
    expect(text).toContain('"RateBasedStatement":{"AggregateKeyType":"IP"');
    expect(text).not.toContain('"SampledRequestsEnabled":true');
  });

  it('answers by itself as the service does, repeating nothing of the request', () => {
    const responses = ofType(prod, 'AWS::ApiGateway::GatewayResponse').map(({ Properties }) =>
      JSON.stringify(Properties),
    );

    expect(responses.length).toBeGreaterThan(5);
    expect(responses.filter((one) => !one.includes('application/problem+json') || one.includes('$context'))).toEqual(
      [],
    );
  });

  it('logs neither paths nor query strings nor addresses', () => {
    const [stage] = ofType(prod, 'AWS::ApiGateway::Stage');
    const format = JSON.stringify(stage?.Properties['AccessLogSetting']);

    expect(format).toContain('$context.resourcePath');
    expect(format).not.toMatch(/\$context\.(path|identity|authorizer|requestOverride)|querystring|header/);
    expect(stage?.Properties['MethodSettings']).toMatchObject([{ DataTraceEnabled: false }]);
  });

  it('is regional, throttled and traced', () => {
    const [[api], [stage]] = [ofType(prod, 'AWS::ApiGateway::RestApi'), ofType(prod, 'AWS::ApiGateway::Stage')];

    expect(api?.Properties).toMatchObject({ EndpointConfiguration: { Types: ['REGIONAL'] } });
    expect(stage?.Properties).toMatchObject({
      TracingEnabled: true,
      MethodSettings: [{ ThrottlingRateLimit: 200, ThrottlingBurstLimit: 400 }],
    });
  });
});
