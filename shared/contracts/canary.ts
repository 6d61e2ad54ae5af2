/** The tenant of the canary, so that nobody's answers ever hold what it says; and one that may see nothing of it. */
export const CANARY_TENANT = 'affidavit-canary';
export const CANARY_STRANGER = 'affidavit-canary-stranger';

/** Minutes between two runs. Some 3,000 runs a month, each a short document, an answer and a dozen searches. */
export const CANARY_MINUTES = 15;
