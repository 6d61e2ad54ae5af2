/** What a document does to the part of the product that touches it. */
export type Misdeed = 'throws' | 'never answers';

export interface Poison<Port> {
  /** A word of the document by which the port knows it. */
  readonly word: string;
  readonly method: keyof Port & string;
  readonly misdeed: Misdeed;
  /** Calls with the word that go well before. */
  readonly spared?: number;
}

/** The port, misbehaving whenever `method` is given the word, in a text, in bytes or deep within a value. */
export function poisonedPort<Port extends object>(
  port: Port,
  { word, method, misdeed, spared = 0 }: Poison<Port>,
): { readonly port: Port; readonly tries: () => number } {
  let calls = 0;
  const poisoned = new Proxy(port, {
    get: (target, name) => {
      const value: unknown = Reflect.get(target, name);
      if (typeof value !== 'function' || name !== method) return value;
      return (...parameters: unknown[]): unknown => {
        if (!textOf(parameters).includes(word)) return value.apply(target, parameters);
        calls += 1;
        if (calls <= spared) return value.apply(target, parameters);
        if (misdeed === 'throws') throw new TypeError(`chokes on ${word}`);
        return new Promise(() => {});
      };
    },
  });
  return { port: poisoned, tries: () => calls - spared };
}

function textOf(parameters: readonly unknown[]): string {
  return parameters
    .map((parameter) =>
      parameter instanceof Uint8Array ? Buffer.from(parameter).toString() : JSON.stringify(parameter),
    )
    .join('\n');
}
