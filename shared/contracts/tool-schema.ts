type Schema = Readonly<Record<string, unknown>>;

/**
 * JSON Schema of an object for a model's tool or response format: every property is required, none is added. A property is
 * a string where it is given by what to put there alone.
 */
export function toolSchema(properties: Readonly<Record<string, string | Schema>>) {
  const schemas = Object.entries(properties).map(([name, property]): [string, Schema] => [
    name,
    typeof property === 'string' ? { type: 'string', description: property } : property,
  ]);
  return {
    type: 'object',
    properties: Object.fromEntries(schemas),
    required: Object.keys(properties),
    additionalProperties: false,
  } as const;
}
