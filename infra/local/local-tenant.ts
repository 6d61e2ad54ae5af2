/** Whose a user's own files are when nothing else is said. */
export const LOCAL_TENANT = 'local';
export const LOCAL_COLLECTION = 'inbox';
