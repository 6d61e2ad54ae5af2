/** The names of a stream's events (`text/event-stream`) as they come, for who counts them; their data is not read. */
export async function* eventNames(body: AsyncIterable<Uint8Array> | Iterable<Uint8Array>): AsyncGenerator<string> {
  const decoder = new TextDecoder();
  let rest = '';
  for await (const part of body) {
    const frames = (rest + decoder.decode(part, { stream: true })).split('\n\n');
    rest = frames.pop() ?? '';
    for (const frame of frames) yield /^event: (.+)$/m.exec(frame)?.[1] ?? 'message';
  }
}
