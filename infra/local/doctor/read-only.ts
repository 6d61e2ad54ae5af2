import { DatabaseSync } from 'node:sqlite';

/** Opens a database so that nothing can be written to it, for one look. Throws what SQLite throws. */
export function readOnly<T>(file: string, look: (database: DatabaseSync) => T): T {
  const database = new DatabaseSync(file, { readOnly: true });
  try {
    return look(database);
  } finally {
    database.close();
  }
}
