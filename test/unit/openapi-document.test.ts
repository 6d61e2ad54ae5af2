import { describe, expect, it } from 'vitest';
import { ROUTES } from '#shared/contracts/api.ts';
import { openApiDocument } from '#shared/runtime/openapi-document.ts';

const paths = JSON.parse(JSON.stringify(openApiDocument().paths));

describe('openApiDocument', () => {
  it.each(ROUTES.map((route) => [`${route.method} ${route.path}`, route] as const))('describes %s', (_name, route) => {
    const operation = paths[route.path]?.[route.method.toLowerCase()];

    expect(operation).toMatchObject({
      summary: expect.any(String),
      responses: { default: { content: { 'application/problem+json': expect.anything() } } },
    });
    expect(operation.security).toEqual('isOpen' in route ? undefined : [{ bearer: [] }]);
    expect(operation.requestBody === undefined).toBe(route.method !== 'POST');
    expect((operation.parameters ?? []).some((each: { in: string }) => each.in === 'path')).toBe(
      route.path.includes('{id}'),
    );
  });

  it('describes nothing else', () => {
    const described = Object.entries<object>(paths).flatMap(([path, methods]) =>
      Object.keys(methods).map((method) => `${method.toUpperCase()} ${path}`),
    );

    expect(described.sort()).toEqual(ROUTES.map(({ method, path }) => `${method} ${path}`).sort());
  });

  it('says that fields which are not documented are refused', () => {
    const body = paths['/v1/answers'].post.requestBody.content['application/json'].schema;

    expect(body).toMatchObject({ additionalProperties: false, required: ['question'] });
  });
});
