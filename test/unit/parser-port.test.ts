import { expect, it } from 'vitest';
import { parserPort } from '#shared/adapters/portable/extraction/parser-port.ts';

function listening() {
  const port = parserPort();
  const heard: unknown[] = [];
  const ended = new AbortController();
  port.addEventListener('message', ({ data }) => heard.push(data), { signal: ended.signal });
  return { port, heard, ended };
}

it('what a page holds goes over as it is, and stays there when the parser fills its lists anew', async () => {
  const { port, heard } = listening();
  const [sign, chunk] = [{ unicode: 'a' }, { fnArray: [1], argsArray: [{}], lastChunk: true }];
  chunk.argsArray[0] = sign;

  port.postMessage({ streamId: 1, chunk });
  chunk.fnArray.length = 0;
  chunk.argsArray = [];
  await Promise.resolve();

  expect(heard).toEqual([{ streamId: 1, chunk: { fnArray: [1], argsArray: [sign], lastChunk: true } }]);
  expect(heard).toHaveProperty('0.chunk.argsArray.0', sign);
});

it('all else is copied as between threads: what is transferred is gone for who posts it', async () => {
  const { port, heard } = listening();
  const [reason, bytes] = [{ code: 1 }, new Uint8Array([7])];

  port.postMessage({ callback: 2, reason, data: bytes, chunk: null }, [bytes.buffer]);
  reason.code = 2;
  await Promise.resolve();

  expect(heard).toEqual([{ callback: 2, reason: { code: 1 }, data: new Uint8Array([7]), chunk: null }]);
  expect(bytes).toHaveLength(0);
});

it('fonts go nowhere, and other things that pages have in common do', async () => {
  const { port, heard } = listening();
  const sent = (type: string) => ({ action: 'commonobj', data: ['g_1', type, new Uint8Array(1)] });

  for (const type of ['Font', 'FontPath', 'Image']) port.postMessage(sent(type));
  await Promise.resolve();

  expect(heard).toEqual([sent('Image')]);
});

it('a listener hears nothing once it is taken away, or its signal ends it', async () => {
  const { port, heard, ended } = listening();
  const others: unknown[] = [];
  const other = (event: object) => others.push(event);
  port.addEventListener('message', other);

  port.removeEventListener('message', other);
  ended.abort();
  port.postMessage({ action: 'test' });
  await Promise.resolve();

  expect([...heard, ...others]).toEqual([]);
});
