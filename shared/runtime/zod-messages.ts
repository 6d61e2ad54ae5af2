import english from 'zod/v4/locales/en.js';

/** What zod says of input that is wrong, where somebody reads it. By itself zod's small half says no more than that it is. */
export const zodMessages = english().localeError;
