import type { Turn } from './converse.ts';
import { eventMessage } from './event-message.ts';

/** Characters of the tool's input that one event carries: few, so that a reader has to put it together. */
const PIECE = 40;

/**
 * A turn as the events of ConverseStream, in their order.
 *
 * Source: Bedrock API reference, "ConverseStream".
 */
export function converseEvents({ toolUse: { input, ...toolUse }, usage }: Turn): readonly Buffer[] {
  const text = JSON.stringify(input);
  const pieces = text.match(new RegExp(`.{1,${PIECE}}`, 'gs')) ?? [];
  return [
    event('messageStart', { role: 'assistant' }),
    event('contentBlockStart', { contentBlockIndex: 0, start: { toolUse } }),
    ...pieces.map((piece) =>
      event('contentBlockDelta', { contentBlockIndex: 0, delta: { toolUse: { input: piece } } }),
    ),
    event('contentBlockStop', { contentBlockIndex: 0 }),
    event('messageStop', { stopReason: 'tool_use' }),
    event('metadata', { usage, metrics: { latencyMs: 1 } }),
  ];
}

function event(type: string, payload: object): Buffer {
  const headers = { ':event-type': type, ':content-type': 'application/json', ':message-type': 'event' };
  return eventMessage(headers, payload);
}
