import { describe, expect, it } from 'vitest';
import { ROUTES } from '#shared/contracts/api.ts';
import { synthesizedEnvironment } from './synthesized-environment.ts';
import { lambdaOf, methodsOf, ofType } from './templates.ts';

const prod = synthesizedEnvironment('prod');

describe('asynchronous edges', () => {
  it('keep what they could not deliver: from the rule to route', () => {
    const [rule] = ofType(prod, 'AWS::Events::Rule');

    expect(rule?.Properties['Targets']).toMatchObject([
      { DeadLetterConfig: { Arn: expect.anything() }, RetryPolicy: { MaximumRetryAttempts: 185 } },
    ]);
  });

  it('keep what they could not do: in route, which EventBridge calls and does not wait for', () => {
    const configs = ofType(prod, 'AWS::Lambda::EventInvokeConfig').map(({ Properties }) => Properties);

    expect(configs).toMatchObject([
      {
        FunctionName: { Ref: lambdaOf(prod, 'route').id },
        DestinationConfig: { OnFailure: { Destination: expect.anything() } },
      },
    ]);
  });

  it('keep what admit could not do, message by message, and hide a message while admit may still run', () => {
    const [queue] = ofType(prod, 'AWS::SQS::Queue').filter(({ Properties }) => 'RedrivePolicy' in Properties);
    const mappings = ofType(prod, 'AWS::Lambda::EventSourceMapping').map(({ Properties }) => Properties);
    const timeout = Number(lambdaOf(prod, 'admit').Properties['Timeout']);

    expect(queue?.Properties).toMatchObject({ RedrivePolicy: { maxReceiveCount: 5 } });
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
});
