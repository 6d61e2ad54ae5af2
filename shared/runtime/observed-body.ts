interface BodyObserver {
  readonly onPart: (part: string) => void;
  readonly onEnd: () => void;
  /** In place of `onEnd`, when the reader stops before the end. */
  readonly onLeft?: () => void;
}

/** The same parts for its reader, told to an observer as well. That a reader stops goes through at once. */
export function observedBody(
  body: AsyncIterable<string>,
  { onPart, onEnd, onLeft }: BodyObserver,
): AsyncIterable<string, undefined> {
  return {
    [Symbol.asyncIterator]: () => {
      const parts = body[Symbol.asyncIterator]();
      let isOver = false;
      const over = (tell: (() => void) | undefined) => {
        if (!isOver) tell?.();
        isOver = true;
      };
      return {
        next: async () => {
          const part = await parts.next();
          if (part.done) {
            over(onEnd);
            return { done: true, value: undefined };
          }
          onPart(part.value);
          return part;
        },
        return: async () => {
          over(onLeft);
          await parts.return?.();
          return { done: true, value: undefined };
        },
      };
    },
  };
}
