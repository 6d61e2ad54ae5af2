interface BodyObserver {
  readonly onPart: (part: string) => void;
  /** Not called when the reader stops before the end. */
  readonly onEnd: () => void;
}

/** The same parts for its reader, told to an observer as well. That a reader stops goes through at once. */
export function observedBody(
  body: AsyncIterable<string>,
  { onPart, onEnd }: BodyObserver,
): AsyncIterable<string, undefined> {
  return {
    [Symbol.asyncIterator]: () => {
      const parts = body[Symbol.asyncIterator]();
      return {
        next: async () => {
          const part = await parts.next();
          if (part.done) {
            onEnd();
            return { done: true, value: undefined };
          }
          onPart(part.value);
          return part;
        },
        return: async () => {
          await parts.return?.();
          return { done: true, value: undefined };
        },
      };
    },
  };
}
