/**
 * What is made at first need and kept: a function that hands it out. For tables and schemas that not every call needs, or
 * not every function that has their module.
 */
export function madeOnce<T>(make: () => T): () => T {
  let made: { readonly value: T } | undefined;
  return () => {
    made ??= { value: make() };
    return made.value;
  };
}
