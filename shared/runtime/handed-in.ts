/**
 * What a piece of work hands in on its way, as it comes; then what it comes to.
 *
 * @throws whatever the work throws, after what it handed in before.
 */
export async function* handedIn<Item, Result>(
  work: (hand: (item: Item) => void) => Promise<Result>,
): AsyncGenerator<Item, Result> {
  const waiting: Item[] = [];
  let wake = () => {};
  let isOver = false;
  const hand = (item: Item) => {
    waiting.push(item);
    wake();
  };
  const result = work(hand).finally(() => {
    isOver = true;
    wake();
  });
  result.catch(() => undefined); // Thrown below, where somebody may have stopped looking.
  for (;;) {
    for (let item = waiting.shift(); item !== undefined; item = waiting.shift()) yield item;
    if (isOver) return await result;
    await new Promise<void>((resolve) => {
      wake = resolve;
    });
  }
}
