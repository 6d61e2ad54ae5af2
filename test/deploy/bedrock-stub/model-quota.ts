/** Tokens that a model grants, as Bedrock counts them. */
export interface ModelQuota {
  /**
   * Asks for a call: its input and all that it may write are reserved as it starts, whatever it then writes. Gives what
   * ends the reservation, or nothing when the quota does not reach.
   *
   * Source: Bedrock user guide, "How tokens are counted in Amazon Bedrock".
   */
  reserve(inputTokens: number, maxTokens: number): ((outputTokens: number) => void) | undefined;
  /** Refuses this many of the next calls, whatever they ask for. */
  refuseNext(calls: number): void;
  /** Grants so many tokens from now on, of which none are used yet. */
  grant(tokens: number): void;
}

/** A quota of tokens that does not refill: what a test grants is all that there is. */
export function modelQuota(granted = Number.POSITIVE_INFINITY): ModelQuota {
  let left = granted;
  let refusals = 0;
  return {
    reserve: (inputTokens, maxTokens) => {
      if (refusals > 0) {
        refusals -= 1;
        return undefined;
      }
      const reserved = inputTokens + maxTokens;
      if (reserved > left) return undefined;
      left -= reserved;
      return (outputTokens) => {
        left += maxTokens - outputTokens;
      };
    },
    refuseNext: (calls) => {
      refusals = calls;
    },
    grant: (tokens) => {
      left = tokens;
    },
  };
}

/** Characters that a token of English has on average. Ours: the stub bills by it, and nothing rests on the figure. */
const CHARACTERS_A_TOKEN = 4;

export function tokensIn(text: string): number {
  return Math.ceil(text.length / CHARACTERS_A_TOKEN);
}
