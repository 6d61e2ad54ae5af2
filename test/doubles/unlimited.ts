import type { RequestLimit } from '#infra/local/request-limit.ts';

/** The defence taken away: whatever comes is let in. */
export const unlimited: RequestLimit = { enter: async () => () => undefined };
