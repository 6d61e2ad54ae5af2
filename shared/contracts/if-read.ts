/**
 * Makes a schema. Called as `/* @__PURE__ *\/ ifRead(() => …)` it is left out of bundles in which nothing reads the schema,
 * and so is all that it is made of; of a plain chain such as `z.string().min(1)` no bundler knows that it does nothing else.
 */
export function ifRead<T>(make: () => T): T {
  return make();
}
