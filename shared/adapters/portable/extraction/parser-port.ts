/** Between pdf.js and its parser when both run in this thread: each hears what both post, and knows what is for it. */
export interface ParserPort {
  postMessage(message: Message, transfer?: readonly ArrayBuffer[]): void;
  addEventListener(name: 'message', listener: Listener, options?: { readonly signal?: AbortSignal }): void;
  removeEventListener(name: 'message', listener: Listener): void;
}

type Message = Readonly<Record<string, unknown>>;
type Listener = (event: { readonly data: Message }) => void;

/**
 * A port for reading, not for drawing. What a page holds goes over as it is, where pdf.js' own port for one thread copies
 * every sign and leaves as much to be collected; fonts go nowhere. All else is copied, as between threads.
 */
export function parserPort(): ParserPort {
  const listeners = new Set<Listener>();
  const posted = Promise.resolve();
  return {
    postMessage: (message, transfer = []) => {
      if (isFont(message)) return;
      const data = isOfPage(message) ? withOwnLists(message) : structuredClone(message, { transfer: [...transfer] });
      void posted.then(() => {
        for (const listener of listeners) listener({ data });
      });
    },
    addEventListener: (_name, listener, { signal } = {}) => {
      listeners.add(listener);
      signal?.addEventListener('abort', () => listeners.delete(listener));
    },
    removeEventListener: (_name, listener) => {
      listeners.delete(listener);
    },
  };
}

/** As pdf.js names them where it sends them to be drawn with; nobody waits for an answer. */
const FONTS = new Set<unknown>(['Font', 'FontPath']);

function isFont({ action, data }: Message): boolean {
  return action === 'commonobj' && Array.isArray(data) && FONTS.has(data[1]);
}

interface PageMessage extends Message {
  readonly chunk: object;
}

/** A piece of the stream in which a page's text or its operators come. */
function isOfPage(message: Message): message is PageMessage {
  return typeof message['chunk'] === 'object' && message['chunk'] !== null;
}

/** The parser fills a piece anew once it has posted it, and empties its lists; what is in them it leaves alone. */
function withOwnLists(message: PageMessage): PageMessage {
  const parts = Object.entries(message.chunk).map(([name, part]) => [name, Array.isArray(part) ? [...part] : part]);
  return { ...message, chunk: Object.fromEntries(parts) };
}
