import type { ConverseStreamOutput } from '@aws-sdk/client-bedrock-runtime';
import { proposedClaimSchema } from '../../contracts/proposed-claims.ts';
import { CLAIMS_TOOL } from '../../domain/answer-prompt.ts';
import { jsonElements } from '../../domain/json-elements.ts';
import { parsedJson } from '../../domain/parsed-json.ts';
import type { OnClaim } from '../../ports/answerer.ts';

/** What a model handed in, and how its turn ended. */
export interface StreamedTurn {
  /** Of the tool that takes claims, as JSON; undefined when it was not called, or not to the end. */
  readonly input: unknown;
  readonly stopReason?: string | undefined;
  readonly usage?:
    | { readonly inputTokens?: number | undefined; readonly outputTokens?: number | undefined }
    | undefined;
}

export interface BedrockTurn {
  take(event: ConverseStreamOutput): void;
  end(): StreamedTurn;
}

/**
 * A turn of ConverseStream, put together from its events. `onClaim` hears of each claim once the last brace of it is
 * there; one that is not of the schema is left to the end, when the whole fails by it.
 *
 * Source: Bedrock API reference, "ConverseStream": blocks are told apart by their index, and a tool's input comes as
 * pieces of JSON text.
 */
export function bedrockTurn(onClaim: OnClaim): BedrockTurn {
  const elements = jsonElements();
  let block: number | undefined;
  let text = '';
  let ending: Pick<StreamedTurn, 'stopReason' | 'usage'> = {};

  const takePiece = (piece: string) => {
    text += piece;
    for (const element of elements.push(piece)) {
      const claim = proposedClaimSchema().safeParse(parsedJson(element));
      if (claim.success) onClaim(claim.data);
    }
  };

  return {
    take: ({ contentBlockStart, contentBlockDelta, messageStop, metadata }) => {
      if (contentBlockStart?.start?.toolUse?.name === CLAIMS_TOOL.name) block = contentBlockStart.contentBlockIndex;
      const piece = contentBlockDelta?.delta?.toolUse?.input;
      if (piece !== undefined && contentBlockDelta?.contentBlockIndex === block) takePiece(piece);
      if (messageStop !== undefined) ending = { ...ending, stopReason: messageStop.stopReason };
      if (metadata !== undefined) ending = { ...ending, usage: metadata.usage };
    },
    // Without its stop a turn was cut, however whole its JSON looks.
    end: () => ({ ...ending, input: ending.stopReason === undefined ? undefined : parsedJson(text) }),
  };
}
