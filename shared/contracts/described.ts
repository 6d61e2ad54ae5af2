import * as z from 'zod/mini';

/** The schema, with what the API's documentation says of it. */
export function described<Schema extends z.ZodMiniType>(schema: Schema, description: string): Schema {
  z.globalRegistry.add(schema, { description });
  return schema;
}
